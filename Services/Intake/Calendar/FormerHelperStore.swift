import Database
import Foundation
import Models

/// The SQL of who had a case and has it no longer.
struct FormerHelperStore: Sendable {
    /// The case went from one helper (if it had one) to another (if somebody took it).
    func moved(_ record: CaseRecord, to helper: HelperID?, at now: Date, in transaction: Transaction) {
        if let old = record.helper, old.id != helper {
            transaction.later(
                """
                insert into former_helpers (case_id, helper, name, kind, organisation, province, until, changes)
                values (\(record.id), \(old.id), \(old.name), \(old.kind), \(record.organisation), \(record.province), \(now), 1)
                on conflict (case_id, helper) do update
                set until = excluded.until, name = excluded.name, kind = excluded.kind, changes = former_helpers.changes + 1
                where former_helpers.until is null
                """)
        }
        guard let helper else { return }
        transaction.later(
            """
            update former_helpers
            set until = null, changes = changes + 1
            where case_id = \(record.id) and helper = \(helper) and until is not null
            """)
    }

    /// Who had a case and has it no longer, in the order in which it left them.
    func helpers(of id: CaseID, in transaction: Transaction) async throws -> [FormerHelper] {
        try await transaction.all(
            """
            select helper, name as helper_name, kind as helper_kind, until
            from former_helpers
            where case_id = \(id) and until is not null and name is not null
            order by until, helper
            """)
    }

    /// How often each case went from a helper or came back; cases that always stayed are left out.
    func changes(of helper: HelperID, in transaction: Transaction) async throws -> [CaseID: Int] {
        let rows = try await transaction.rows("select case_id, changes from former_helpers where helper = \(helper)")
        return Dictionary(
            uniqueKeysWithValues: try rows.map { (try $0.get("case_id", as: CaseID.self), try $0.get("changes", as: Int.self)) })
    }

    /// Hearings that lay before a helper when their case went to somebody else since `day`, each as it stood then: what became of it later is no
    /// longer their business.
    func released(from helper: HelperID, since day: Date, in transaction: Transaction) async throws -> [ReleasedHearing] {
        try await transaction.all(
            """
            select hearings.id, coalesce(before.kind, hearings.kind) as kind, coalesce(before.starts_at, hearings.starts_at) as starts_at,
                case when before.kind is null then hearings.ends_at else before.ends_at end as ends_at,
                coalesce(before.place, hearings.place) as place, hearings.entered_at, hearings.version + former_helpers.changes as sequence,
                former_helpers.until, cases.code
            from former_helpers
            join hearings on hearings.case_id = former_helpers.case_id
            join cases on cases.id = hearings.case_id
            left join lateral (
                select kind, starts_at, ends_at, place
                from hearing_changes
                where hearing = hearings.id and changed_at > former_helpers.until
                order by version
                limit 1
            ) as before on true
            where former_helpers.helper = \(helper) and former_helpers.until >= \(day) and hearings.entered_at <= former_helpers.until
                and coalesce(before.starts_at, hearings.starts_at) > former_helpers.until
            order by hearings.id
            limit 1000
            """)
    }
}

/// Somebody who had a case, and until when.
struct FormerHelper: RowDecodable {
    let helper: CaseHelper
    let until: Date

    init(_ row: Row) throws {
        helper = CaseHelper(id: try row.get("helper"), name: try row.get("helper_name"), kind: try row.get("helper_kind"))
        until = try row.get("until")
    }
}

/// A hearing that is not a helper's any more.
struct ReleasedHearing: RowDecodable {
    let id: HearingID
    let kind: String
    let startsAt: Date
    let endsAt: Date?
    let place: String
    let enteredAt: Date
    let sequence: Int
    /// When the case went to somebody else.
    let until: Date
    let caseCode: String

    init(_ row: Row) throws {
        id = try row.get("id")
        kind = try row.get("kind")
        startsAt = try row.get("starts_at")
        endsAt = try row.get("ends_at")
        place = try row.get("place")
        enteredAt = try row.get("entered_at")
        sequence = try row.get("sequence")
        until = try row.get("until")
        caseCode = try row.get("code")
    }
}
