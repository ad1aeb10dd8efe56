import Database
import Foundation
import Models

/// The copy of the cases. Messages may come in any order: each changes only what it tells of, where its version is the newest of its story,
/// and movements count by their date. Each change answers the whole case as it is then, locked until the commit.
struct CaseStore: Sendable {
    /// The case, as far as the scope of the transaction shows it; nil where it is not known, or another tenant's. `locked` until the commit.
    func find(_ id: CaseID, locked: Bool = false, in transaction: Transaction) async throws -> WatchedCase? {
        try await transaction.first(
            "select \(WatchedCase.columns) from cases where id = \(id) and code is not null" + (locked ? " for update" : ""))
    }

    func keep(_ opened: CaseOpened, movedOn date: LegalDate, in transaction: Transaction) async throws -> WatchedCase {
        try await changed(
            """
            insert into cases (id, organisation, province, code, last_movement_on)
            values (\(opened.case), \(opened.organisation), \(opened.province), \(opened.code), \(date))
            on conflict (id) do update
            set organisation = excluded.organisation, province = excluded.province, code = excluded.code,
                last_movement_on = greatest(cases.last_movement_on, excluded.last_movement_on)
            """, in: transaction)
    }

    /// Also makes the case known where its opening is still on its way.
    func keep(_ assigned: CaseAssigned, version: Int, movedOn date: LegalDate, in transaction: Transaction) async throws -> WatchedCase {
        try await changed(
            """
            insert into cases (id, organisation, province, code, helper, assignment_version, last_movement_on)
            values (\(assigned.case), \(assigned.organisation), \(assigned.province), \(assigned.code), \(assigned.helper), \(version),
                \(date))
            on conflict (id) do update
            set helper = case when \(Self.isNewer) then excluded.helper else cases.helper end,
                waiting_spell = case when \(Self.isNewer) then null else cases.waiting_spell end,
                assignment_version = greatest(cases.assignment_version, excluded.assignment_version),
                province = coalesce(cases.province, excluded.province), code = coalesce(cases.code, excluded.code),
                last_movement_on = greatest(cases.last_movement_on, excluded.last_movement_on)
            """, in: transaction)
    }

    /// - Parameter spell: what a wait that begins now is known by; one under way keeps its own.
    func keep(_ waiting: NoHelperFound, version: Int, spell: UUID, in transaction: Transaction) async throws -> WatchedCase {
        try await changed(
            """
            insert into cases (id, organisation, province, code, waiting_spell, assignment_version)
            values (\(waiting.case), \(waiting.organisation), \(waiting.province), \(waiting.code), \(spell), \(version))
            on conflict (id) do update
            set helper = case when \(Self.isNewer) then null else cases.helper end,
                waiting_spell = case when \(Self.isNewer) then coalesce(cases.waiting_spell, excluded.waiting_spell)
                    else cases.waiting_spell end,
                assignment_version = greatest(cases.assignment_version, excluded.assignment_version),
                province = coalesce(cases.province, excluded.province), code = coalesce(cases.code, excluded.code)
            """, in: transaction)
    }

    /// - Parameters:
    ///   - date: the day on which the case moved; nil where it did not.
    ///   - until: of a suspended case, the day by which it is expected to go on.
    func keep(
        _ state: CaseState, of id: CaseID, organisation: OrganisationID, version: Int, movedOn date: LegalDate? = nil,
        until: LegalDate? = nil, in transaction: Transaction
    ) async throws -> WatchedCase {
        try await changed(
            """
            insert into cases (id, organisation, state, state_version, suspended_until, last_movement_on)
            values (\(id), \(organisation), \(state), \(version), \(until), \(date))
            on conflict (id) do update
            set suspended_until = case
                    when cases.state_version < excluded.state_version then excluded.suspended_until else cases.suspended_until
                end,
                state = case when cases.state_version < excluded.state_version then excluded.state else cases.state end,
                state_version = greatest(cases.state_version, excluded.state_version),
                last_movement_on = greatest(cases.last_movement_on, excluded.last_movement_on)
            """, in: transaction)
    }

    /// A paper came: a movement.
    func keepPaper(of id: CaseID, organisation: OrganisationID, on date: LegalDate, in transaction: Transaction) async throws -> WatchedCase
    {
        try await changed(
            """
            insert into cases (id, organisation, last_movement_on)
            values (\(id), \(organisation), \(date))
            on conflict (id) do update
            set last_movement_on = greatest(cases.last_movement_on, excluded.last_movement_on)
            """, in: transaction)
    }

    /// How complete the dossier is: shown beside the alerts.
    func keep(_ dossier: DossierChanged, version: Int, in transaction: Transaction) {
        transaction.later(
            """
            insert into cases (id, organisation, papers_required, papers_present, dossier_version)
            values (\(dossier.case), \(dossier.organisation), \(dossier.required), \(dossier.present), \(version))
            on conflict (id) do update
            set papers_required = excluded.papers_required, papers_present = excluded.papers_present,
                dossier_version = excluded.dossier_version
            where cases.dossier_version < excluded.dossier_version
            """)
    }

    /// Sets the first day on which the case stands still; nil stops its clock.
    func setStallsOn(_ date: LegalDate?, of id: CaseID, in transaction: Transaction) {
        transaction.later("update cases set stalls_on = \(date) where id = \(id)")
    }

    /// One more message told of it.
    func countTold(_ id: CaseID, in transaction: Transaction) {
        transaction.later("update cases set told = told + 1 where id = \(id)")
    }

    /// Cases whose clock has run out by `today`, each locked; none that another copy of the service has in hand.
    func runOut(by today: LegalDate, limit: Int, in transaction: Transaction) async throws -> [WatchedCase] {
        try await transaction.all(
            """
            select \(WatchedCase.columns)
            from cases
            where stalls_on <= \(today)
            order by stalls_on
            limit \(limit)
            for update skip locked
            """)
    }

    /// What is told is newer than what was known of the assignment.
    private static let isNewer: SQL = "cases.assignment_version < excluded.assignment_version"

    private func changed(_ upsert: SQL, in transaction: Transaction) async throws -> WatchedCase {
        guard let kept: WatchedCase = try await transaction.first(upsert + " returning " + WatchedCase.columns) else {
            throw DatabaseError(kind: .decoding, message: "an upsert of a case returned no row")
        }
        return kept
    }
}
