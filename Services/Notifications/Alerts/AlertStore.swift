import Database
import Foundation
import Models
import ServiceKit

/// The SQL of alerts.
struct AlertStore: Sendable {
    private static let selection: SQL = """
        select alerts.id, alerts.case_id, alerts.organisation, alerts.province, alerts.kind, alerts.state, alerts.last_movement_on,
            alerts.working_days, alerts.raised_at, alerts.acknowledged_at, alerts.acknowledged_by, alerts.closed_at, alerts.closed_because,
            alerts.due_on, alerts.version, cases.code, cases.helper, helpers.name as helper_name,
            case
                when alerts.state = 'closed' then alerts.suspended_until
                when cases.state = 'suspended' and alerts.kind = 'case-stalled' then cases.suspended_until
            end as suspended_until
        from alerts
        join cases on cases.id = alerts.case_id
        left join helpers on helpers.id = cases.helper
        """

    /// One alert; nil where there is none within the scope. `locked` keeps others from changing it until the commit.
    func find(_ id: AlertID, locked: Bool = false, in transaction: Transaction) async throws -> Alert? {
        try await transaction.first(Self.selection + " where alerts.id = \(id)" + (locked ? " for update of alerts" : ""))
    }

    /// The newest first, after `page.after` (id: a version 7 UUID, which sorts by time). Only what narrows the list stands in the query, and
    /// the tenant beside the policies, which are no conditions of an index: so that the list reads what it shows.
    func list(_ filter: AlertFilter, _ page: PageRequest, within scope: Scope, in transaction: Transaction) async throws -> [Alert] {
        var conditions = Self.conditions(filter, within: scope)
        if let after = page.after.flatMap({ AlertID($0.keys[0]) }) { conditions.append("alerts.id < \(after)") }
        return try await transaction.all(
            Self.selection + " where \(conditions.joined(" and ")) order by alerts.id desc limit \(page.limit + 1)")
    }

    /// How many there are of what the list would show.
    func count(_ filter: AlertFilter, within scope: Scope, in transaction: Transaction) async throws -> Int {
        let conditions = Self.conditions(filter, within: scope)
        return try await transaction.value(
            """
            select count(*)
            from alerts join cases on cases.id = alerts.case_id
            where \(conditions.joined(" and "))
            """) ?? 0
    }

    private static func conditions(_ filter: AlertFilter, within scope: Scope) -> [SQL] {
        var conditions = [scope.tenant(of: "alerts.")]
        if let id = filter.case { conditions.append("alerts.case_id = \(id)") }
        if let organisation = filter.organisation { conditions.append("alerts.organisation = \(organisation)") }
        // Spelled out where an index of open alerts asks for it.
        if let state = filter.state { conditions.append(state == .open ? "alerts.state = 'open'" : "alerts.state = \(state)") }
        if let helper = filter.helper { conditions += ["cases.helper = \(helper)", "alerts.kind = \(AlertKind.ofHelpers)"] }
        return conditions
    }

    /// The alert of a case that has not been closed; nil where there is none.
    func raised(_ kind: AlertKind = .caseStalled, for id: CaseID, in transaction: Transaction) async throws -> AlertID? {
        try await transaction.value("select id from alerts where case_id = \(id) and kind = \(kind) and state <> 'closed'")
    }

    /// Raises one. Throws where the case has one of its kind already: nobody may raise without the case's lock.
    func raise(_ new: NewAlert, in transaction: Transaction) {
        transaction.later(
            """
            insert into alerts (id, case_id, organisation, province, kind, state, last_movement_on, working_days, suspended_until, due_on,
                raised_at)
            values (\(new.id), \(new.case), \(new.organisation), \(new.province), \(new.kind), \(AlertState.open),
                \(new.lastMovementOn), \(new.workingDays), \(new.suspendedUntil), \(new.dueOn), \(new.raisedAt))
            """)
    }

    func acknowledge(_ id: AlertID, by name: String, at now: Date, in transaction: Transaction) async throws {
        try await transaction.execute(
            """
            update alerts
            set state = \(AlertState.acknowledged), acknowledged_at = \(now), acknowledged_by = \(name), version = version + 1
            where id = \(id) and state = \(AlertState.open)
            """)
    }

    /// False where it was closed before.
    func close(_ id: AlertID, because cause: AlertClosing, at now: Date, in transaction: Transaction) async throws -> Bool {
        try await transaction.execute(
            """
            update alerts
            set state = \(AlertState.closed), closed_at = \(now), closed_because = \(cause), version = version + 1
            where id = \(id) and state <> 'closed'
            """) == 1
    }
}
