import Database
import Models

/// The copy of the cases. What is told by a message of a lower version than the one that was kept comes late and changes nothing; gaps need no
/// waiting, since each message says the whole of the fact that is kept.
struct CaseStore: Sendable {
    /// The case, as far as the scope of the transaction shows it; nil where it is not known, or another tenant's.
    func find(_ id: CaseID, in transaction: Transaction) async throws -> KnownCase? {
        try await transaction.first("select \(KnownCase.columns) from cases where id = \(id) and code is not null")
    }

    /// The case, if `helper` is the one that has it.
    func find(_ id: CaseID, of helper: HelperID, in transaction: Transaction) async throws -> KnownCase? {
        try await transaction.first(
            "select \(KnownCase.columns) from cases where id = \(id) and helper = \(helper) and code is not null")
    }

    /// Whether any message has told of the case.
    func hasHeard(of id: CaseID, in transaction: Transaction) async throws -> Bool {
        try await transaction.value("select exists (select from cases where id = \(id))", as: Bool.self) ?? false
    }

    /// Keeps what is told of the case waiting until the commit; others may hold it still too.
    func holdStill(_ id: CaseID, in transaction: Transaction) {
        transaction.later("select from cases where id = \(id) for share")
    }

    func keep(_ opened: CaseOpened, in transaction: Transaction) async throws {
        try await transaction.execute(
            """
            insert into cases (id, organisation, province, code, accepted_on)
            values (\(opened.case), \(opened.organisation), \(opened.province), \(opened.code), \(opened.acceptedOn))
            on conflict (id) do update
            set organisation = excluded.organisation, province = excluded.province, code = excluded.code, accepted_on = excluded.accepted_on
            """)
    }

    /// Also makes the case known where its opening is still on its way.
    func keep(_ assigned: CaseAssigned, version: Int, in transaction: Transaction) async throws {
        try await transaction.execute(
            """
            insert into cases (id, organisation, province, code, helper, assignment_version)
            values (\(assigned.case), \(assigned.organisation), \(assigned.province), \(assigned.code), \(assigned.helper), \(version))
            on conflict (id) do update
            set helper = excluded.helper, assignment_version = excluded.assignment_version,
                province = coalesce(cases.province, excluded.province), code = coalesce(cases.code, excluded.code)
            where cases.assignment_version < excluded.assignment_version
            """)
    }

    /// Who refused the case has no more to do with its papers.
    func keep(_ refused: OfferRefused, version: Int, in transaction: Transaction) async throws {
        try await transaction.execute(
            """
            update cases
            set helper = null, assignment_version = \(version)
            where id = \(refused.case) and assignment_version < \(version)
            """)
    }

    func keep(
        _ state: CaseState, of id: CaseID, organisation: OrganisationID, version: Int, in transaction: Transaction
    ) async throws {
        try await transaction.execute(
            """
            insert into cases (id, organisation, state, state_version)
            values (\(id), \(organisation), \(state), \(version))
            on conflict (id) do update
            set state = excluded.state, state_version = excluded.state_version
            where cases.state_version < excluded.state_version
            """)
    }

    /// What was missing at the end, and why that was let pass; the end of a lower version changes nothing.
    func keepWaiver(_ finished: CaseFinished, version: Int, in transaction: Transaction) async throws {
        try await transaction.execute(
            """
            update cases
            set waived_papers = \(finished.waivedPapers ?? []), waived_reason = \(finished.waivedReason), waived_version = \(version)
            where id = \(finished.case) and waived_version < \(version)
            """)
    }

    /// It did not end after all: what was let off and who took the dossier no longer hold; a reopening of a lower version changes nothing.
    func forgetEnd(of id: CaseID, version: Int, in transaction: Transaction) async throws {
        try await transaction.execute(
            """
            update cases
            set waived_papers = '{}', waived_reason = null, waived_version = \(version), handed_over_on = null, handed_over_at = null,
                handed_over_by = null, received_by = null, handover_note = null
            where id = \(id) and waived_version < \(version)
            """)
    }

    func keep(_ handedOver: CaseHandedOver, in transaction: Transaction) async throws {
        try await transaction.execute(
            """
            update cases
            set handed_over_on = \(handedOver.handedOverOn), handed_over_at = \(handedOver.recordedAt),
                handed_over_by = \(handedOver.handedOverBy), received_by = \(handedOver.receivedBy), handover_note = \(handedOver.note)
            where id = \(handedOver.case)
            """)
    }

    func keep(_ changed: DossierChanged, version: Int, in transaction: Transaction) async throws {
        try await transaction.execute(
            """
            insert into cases (id, organisation, missing, dossier_version)
            values (\(changed.case), \(changed.organisation), \(changed.missing), \(version))
            on conflict (id) do update
            set missing = excluded.missing, dossier_version = excluded.dossier_version
            where cases.dossier_version < excluded.dossier_version
            """)
    }
}
