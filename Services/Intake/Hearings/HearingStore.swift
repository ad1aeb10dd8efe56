import Database
import Foundation
import Models

/// The SQL of hearings.
struct HearingStore: Sendable {
    private static let columns: SQL = """
        hearings.id, hearings.case_id, hearings.organisation, hearings.kind, hearings.starts_at, hearings.ends_at, hearings.place, hearings.note,
        hearings.state, hearings.outcome, hearings.follows, hearings.entered_by, hearings.entered_at, hearings.changed_at, hearings.version,
        cases.code, cases.helper, cases.helper_name, cases.helper_kind
        """

    /// All of a case, the earliest first.
    func list(of id: CaseID, in transaction: Transaction) async throws -> [Hearing] {
        try await transaction.all(
            """
            select \(Self.columns)
            from hearings join cases on cases.id = hearings.case_id
            where hearings.case_id = \(id)
            order by hearings.starts_at, hearings.id
            """)
    }

    /// One of them; nil where the case has none of that id.
    func find(_ id: HearingID, of caseID: CaseID, in transaction: Transaction) async throws -> Hearing? {
        try await transaction.first(
            """
            select \(Self.columns)
            from hearings join cases on cases.id = hearings.case_id
            where hearings.id = \(id) and hearings.case_id = \(caseID)
            """)
    }

    /// How it stood before each change, the oldest first.
    func changes(of id: HearingID, in transaction: Transaction) async throws -> [HearingChange] {
        try await transaction.all(
            """
            select kind, starts_at, ends_at, place, state, changed_by, changed_at
            from hearing_changes
            where hearing = \(id)
            order by version
            """)
    }

    /// What a calendar shows, the earliest first.
    func list(_ filter: CalendarFilter, _ page: PageBounds, within scope: Scope, in transaction: Transaction) async throws -> [Hearing] {
        let helper: SQL = filter.helper.map { "cases.helper = \($0)" } ?? "true"
        let after: SQL = page.after.map { "(hearings.starts_at, hearings.id) > (\($0.at), \($0.id))" } ?? "true"
        return try await transaction.all(
            """
            select \(Self.columns)
            from hearings join cases on cases.id = hearings.case_id
            where \(scope.tenant(of: "hearings.")) and hearings.starts_at >= \(filter.from.start)
                and hearings.starts_at < \(filter.to.end) and \(helper) and \(after)
            order by hearings.starts_at, hearings.id
            limit \(page.limit)
            """)
    }

    func insert(
        _ draft: HearingDraft, _ id: HearingID, on record: CaseRecord, follows: HearingID? = nil, by actor: String, at now: Date,
        in transaction: Transaction
    ) {
        transaction.later(
            """
            insert into hearings (id, case_id, organisation, province, kind, starts_at, ends_at, place, note, state, follows, entered_by, entered_at,
                changed_at, version)
            values (\(id), \(record.id), \(record.organisation), \(record.province), \(draft.kind), \(draft.startsAt), \(draft.endsAt),
                \(draft.place), \(draft.note), \(HearingState.scheduled), \(follows), \(actor), \(now), \(now), 1)
            """)
    }

    /// Changes what is fixed of it; how it stood is kept.
    func change(_ hearing: Hearing, to draft: HearingDraft, by actor: String, at now: Date, in transaction: Transaction) {
        keep(hearing, by: actor, at: now, in: transaction)
        transaction.later(
            """
            update hearings
            set kind = \(draft.kind), starts_at = \(draft.startsAt), ends_at = \(draft.endsAt), place = \(draft.place), note = \(draft.note),
                changed_at = \(now), version = version + 1
            where id = \(hearing.id)
            """)
    }

    /// Says what became of it.
    func end(_ hearing: Hearing, as state: HearingState, _ outcome: String, by actor: String, at now: Date, in transaction: Transaction) {
        keep(hearing, by: actor, at: now, in: transaction)
        transaction.later(
            """
            update hearings
            set state = \(state), outcome = \(outcome), changed_at = \(now), version = version + 1
            where id = \(hearing.id)
            """)
    }

    private func keep(_ hearing: Hearing, by actor: String, at now: Date, in transaction: Transaction) {
        transaction.later(
            """
            insert into hearing_changes (hearing, version, organisation, province, kind, starts_at, ends_at, place, state, changed_by, changed_at)
            select id, version, organisation, province, kind, starts_at, ends_at, place, state, \(actor), \(now)
            from hearings
            where id = \(hearing.id)
            """)
    }
}

/// Which part of a calendar is asked for.
struct PageBounds: Sendable {
    let limit: Int
    var after: (at: Date, id: HearingID)?
}
