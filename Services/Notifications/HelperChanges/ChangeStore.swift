import Database
import Foundation
import Models

/// The SQL of clients' requests for another helper.
struct ChangeStore: Sendable {
    /// Keeps the newest state that was told. False where a newer one is known.
    func keep(_ recorded: HelperChangeRecorded, version: Int, in transaction: Transaction) async throws -> Bool {
        let look = recorded.answeredOn == nil ? recorded.dueOn.end : nil
        return try await transaction.execute(
            """
            insert into helper_changes (id, case_id, organisation, due_on, answered_on, version, look_at)
            values (\(recorded.change), \(recorded.case), \(recorded.organisation), \(recorded.dueOn), \(recorded.answeredOn), \(version),
                \(look))
            on conflict (id) do update
            set due_on = excluded.due_on, answered_on = excluded.answered_on, version = excluded.version, look_at = excluded.look_at
            where helper_changes.version < excluded.version
            """) == 1
    }

    /// What was raised of it last; nil where nothing was.
    func alert(of id: HelperChangeID, in transaction: Transaction) async throws -> AlertID? {
        try await transaction.value("select alert from helper_changes where id = \(id) and alert is not null")
    }

    /// Those whose answer may be late by `now`, each locked; none that another copy of the service has in hand.
    func due(by now: Date, limit: Int, in transaction: Transaction) async throws -> [AskedChange] {
        try await transaction.all(
            """
            select id, case_id, due_on
            from helper_changes
            where look_at <= \(now)
            order by look_at
            limit \(limit)
            for update skip locked
            """)
    }

    /// Sets when to look at it next; nil: not any more.
    func look(at instant: Date?, for id: HelperChangeID, in transaction: Transaction) {
        transaction.later("update helper_changes set look_at = \(instant) where id = \(id)")
    }

    func raised(_ alert: AlertID, of id: HelperChangeID, in transaction: Transaction) {
        transaction.later("update helper_changes set look_at = null, alert = \(alert) where id = \(id)")
    }

    /// The case is worked on again: whoever waits in it is to be answered.
    func lookAgain(_ id: CaseID, at now: Date, in transaction: Transaction) {
        transaction.later("update helper_changes set look_at = \(now) where case_id = \(id) and answered_on is null")
    }
}
