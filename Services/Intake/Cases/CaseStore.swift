import Database
import Foundation
import Models
import ServiceKit

/// The SQL of cases.
struct CaseStore: Sendable {
    static let columns: SQL = """
        id, request, organisation, province, code, matter, form, field, state, counted_as, poor_and_ethnic_minority, client_name, accepted_on,
        registered_at, urgent, accepted_at_once, held, deadline, helper, helper_name, helper_kind, stalled, last_progress_on, ended_on, end_ground,
        suspended_on, suspension_ground, expected_on, suspended_from, resumed_on, archived_on, archive_place, result, finished, handed_over_on, handed_over_by, received_by, handover_note, required_papers, missing_papers, next_step, next_on,
        change_due_on, imported, version, told
        """

    /// One case; nil where there is none within the scope.
    func find(_ id: CaseID, in transaction: Transaction) async throws -> CaseRecord? {
        try await transaction.first("select \(Self.columns) from cases where id = \(id)")
    }

    /// The same, kept from changing until the commit. Rows of other tables may still come to refer to it.
    func lock(_ id: CaseID, in transaction: Transaction) async throws -> CaseRecord? {
        try await transaction.first("select \(Self.columns) from cases where id = \(id) for no key update")
    }

    /// Cases that nobody has been told of yet, as they were made; those that were brought in (`imported`: also they) wait for the others.
    static func unannounced(limit: Int, imported: Bool) -> Query<[CaseID]> {
        .values("select case_id from cases_to_announce where turn <= \(imported ? 1 : 0) order by turn, case_id limit \(limit)")
    }

    /// The rows of cases that are named behind it: the table's key begins with the turn.
    private static let toAnnounce: SQL = "cases_to_announce where turn in (0, 1) and case_id"

    /// Whether nobody has been told of it yet.
    func waitsToBeAnnounced(_ id: CaseID, in transaction: Transaction) async throws -> Bool {
        try await transaction.value("select exists (select from \(Self.toAnnounce) = \(id))") ?? false
    }

    /// Those of them that nobody else has in hand, kept from changing until the commit. `patiently`: those too, once they are let go, unless they are
    /// announced then.
    func lockUnannounced(_ ids: [CaseID], patiently: Bool = false, in transaction: Transaction) async throws -> [CaseRecord] {
        let others: SQL = patiently ? "" : "skip locked"
        return try await transaction.all(
            """
            select \(Self.columns)
            from cases
            join (select case_id from \(Self.toAnnounce) = any (\(ids))) as waiting
                on waiting.case_id = cases.id
            order by id
            for update of waiting \(others)
            for no key update of cases \(others)
            """)
    }

    /// The others have been told of them.
    func markAnnounced(_ ids: [CaseID], in transaction: Transaction) {
        transaction.later("delete from \(Self.toAnnounce) = any (\(ids))")
    }

    static func clients(of ids: [CaseID]) -> Query<[CaseClient]> {
        .all(
            """
            select cases.id as case_id, requests.categories, requests.client_gender
            from cases join requests on requests.id = cases.request
            where cases.id = any (\(ids))
            """)
    }

    /// The newest first, after `page.after` (typed, registered_at, id); with `oldestFirst` the other way round, where nothing is looked for. Typed
    /// accents rank first where a text is.
    func list(
        _ filter: CaseFilter, _ page: PageRequest, oldestFirst: Bool = false, within scope: Scope, on today: LegalDate,
        in transaction: Transaction
    ) async throws -> [CaseRecord] {
        guard !filter.isSearch else { return try await CaseSearch(filter: filter, today: today)(page, in: transaction) }
        return try await transaction.all(Self.query(filter, page, oldestFirst: oldestFirst, within: scope, on: today))
    }

    /// The list without a search.
    static func query(
        _ filter: CaseFilter, _ page: PageRequest, oldestFirst: Bool = false, within scope: Scope, on today: LegalDate
    ) -> SQL {
        let sorting = Sorting(CaseSort.entered, isDescending: !oldestFirst)
        let after = page.after.flatMap { cursor in
            cursor.instant(at: 1).flatMap { at in CaseID(cursor.keys[2]).map { (at: at, id: $0) } }
        }
        let rest: SQL = after.map { "and (registered_at, id) \(sorting.beyond) (\($0.at), \($0.id))" } ?? ""
        return scope.first("\(sorting.order(by: "registered_at", "id")) limit \(page.limit + 1)") { tenant in
            "select \(columns) from cases where \(filter.conditions(tenant, on: today)) \(rest)"
        }
    }

    /// Changes the helper of a case that is locked, unless something newer was heard before.
    func setHelper(_ helper: CaseHelper, of record: CaseRecord, version: Int, in transaction: Transaction) async throws -> Bool {
        try await transaction.execute(
            """
            update cases
            set helper = \(helper.id), helper_name = \(helper.name), helper_kind = \(helper.kind), helper_version = \(version),
                state = \(CaseTransitions.next(record.state, .assign) ?? record.state), version = version + 1
            where id = \(record.id) and helper_version < \(version)
            """) == 1
    }

    /// Takes the case from its helper, unless something newer was heard before; an older assignment that comes late does not give it back. False where it was.
    func clearHelper(of record: CaseRecord, version: Int, in transaction: Transaction) async throws -> Bool {
        try await transaction.execute(
            """
            update cases
            set helper = null, helper_name = null, helper_kind = null, helper_version = \(version),
                state = \(CaseTransitions.next(record.state, .release) ?? record.state), version = version + 1
            where id = \(record.id) and helper_version < \(version)
            """) == 1
    }

    /// Marks whether it stands still, unless something newer was heard before.
    func setStalled(_ stalled: Bool, of id: CaseID, version: Int, in transaction: Transaction) async throws -> Bool {
        try await transaction.execute(
            """
            update cases
            set stalled = \(stalled), stalled_version = \(version), version = version + 1
            where id = \(id) and stalled_version < \(version)
            """) == 1
    }

    /// Moves on after work was entered; sends one message. What was to be done next is done by it, and what it names comes next.
    func progressed(_ id: CaseID, to state: CaseState, by entry: RecordProgress.Entry, in transaction: Transaction) {
        transaction.later(
            """
            update cases
            set state = \(state), last_progress_on = greatest(last_progress_on, \(entry.date)), next_step = \(entry.nextStep),
                next_on = \(entry.nextOn), version = version + 1, told = told + 1
            where id = \(id)
            """)
    }

    /// Ends the work; sends one message.
    func end(_ id: CaseID, as state: CaseState, on date: LegalDate, ground: String, result: String?, in transaction: Transaction) {
        transaction.later(
            """
            update cases
            set state = \(state), ended_on = \(date), end_ground = \(ground), result = \(result), finished = \(state == .finished),
                suspended_on = null, suspension_ground = null, expected_on = null, suspended_from = null, version = version + 1, told = told + 1
            where id = \(id)
            """)
    }

    /// Lets the work rest; sends one message.
    func suspend(_ id: CaseID, _ suspension: Suspension, in transaction: Transaction) {
        transaction.later(
            """
            update cases
            set state = \(CaseState.suspended), suspended_on = \(suspension.date), suspension_ground = \(suspension.ground),
                expected_on = \(suspension.expectedOn), suspended_from = state, version = version + 1, told = told + 1
            where id = \(id)
            """)
    }

    /// Goes on with it; sends one message.
    func resume(_ id: CaseID, to state: CaseState, on date: LegalDate, in transaction: Transaction) {
        transaction.later(
            """
            update cases
            set state = \(state), suspended_on = null, suspension_ground = null, expected_on = null, suspended_from = null, resumed_on = \(date),
                version = version + 1, told = told + 1
            where id = \(id)
            """)
    }

    /// Forgets its end and the handing over, which the history keeps; sends one message.
    func reopen(_ id: CaseID, to state: CaseState, on date: LegalDate, in transaction: Transaction) {
        transaction.later(
            """
            update cases
            set state = \(state), ended_on = null, end_ground = null, result = null, finished = false, handed_over_on = null,
                handed_over_by = null, received_by = null, handover_note = null, resumed_on = \(date), version = version + 1, told = told + 1
            where id = \(id)
            """)
    }

    /// It is over here, and another organisation has it; sends one message.
    func transfer(_ id: CaseID, on date: LegalDate, ground: String, in transaction: Transaction) {
        transaction.later(
            """
            update cases
            set state = \(CaseState.transferred), ended_on = \(date), end_ground = \(ground), suspended_on = null, suspension_ground = null,
                expected_on = null, suspended_from = null, version = version + 1, told = told + 1
            where id = \(id)
            """)
    }

    func archive(_ id: CaseID, _ archiving: Archiving, in transaction: Transaction) {
        transaction.later(
            """
            update cases
            set state = \(CaseState.archived), archived_on = \(archiving.date), archive_place = \(archiving.place), version = version + 1,
                told = told + 1
            where id = \(id)
            """)
    }

    func handOver(_ id: CaseID, _ handover: NewHandover, in transaction: Transaction) {
        transaction.later(
            """
            update cases
            set state = \(CaseState.handedOver), handed_over_on = \(handover.date), handed_over_by = \(handover.handedOverBy),
                received_by = \(handover.receivedBy), handover_note = \(handover.note), version = version + 1, told = told + 1
            where id = \(id)
            """)
    }

    /// It names somebody more: it waits to be searched again.
    func askForSearch(_ id: CaseID, at now: Date, in transaction: Transaction) {
        transaction.later("update cases set parties_changed_at = \(now), version = version + 1 where id = \(id)")
    }

    private static let isAnnounced: SQL = "not exists (select from \(toAnnounce) = cases.id)"

    /// Announced cases that wait to be searched again, the oldest first.
    static func unsearched(limit: Int) -> Query<[CaseID]> {
        .values(
            """
            select id from cases
            where parties_changed_at is not null and \(isAnnounced)
            order by parties_changed_at
            limit \(limit)
            """)
    }

    /// One of them, unless somebody else has it in hand.
    func lockUnsearched(_ id: CaseID, in transaction: Transaction) async throws -> CaseRecord? {
        try await transaction.first(
            """
            select \(Self.columns) from cases
            where id = \(id) and parties_changed_at is not null and \(Self.isAnnounced)
            for no key update skip locked
            """)
    }

    /// It was searched again; one message was sent of it.
    func markSearched(_ id: CaseID, in transaction: Transaction) {
        transaction.later(
            "update cases set parties_changed_at = null, version = version + 1, told = told + 1 where id = \(id)")
    }

    /// One more message was sent of it.
    func countTold(_ id: CaseID, in transaction: Transaction) {
        transaction.later("update cases set version = version + 1, told = told + 1 where id = \(id)")
    }
}
