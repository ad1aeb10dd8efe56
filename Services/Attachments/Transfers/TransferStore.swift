import Database
import Models

/// The SQL of cases that were passed on. What is told of an earlier step comes late and changes nothing.
struct TransferStore: Sendable {
    /// What it has become at whom, by the message that tells it.
    struct Step: Sendable {
        let origin: CaseID
        let rank: Int
        let request: RequestID
        let organisation: OrganisationID
        let province: String
        let caseID: CaseID?
    }

    /// The case's row is locked first: no paper of it is being kept meanwhile (``CaseStore/holdStill(_:in:)``).
    func keep(_ step: Step, in transaction: Transaction) async throws {
        transaction.later("select from cases where id = \(step.origin) for update")
        try await transaction.execute(
            """
            insert into transfers (origin, rank, request, organisation, province, case_id, due)
            values (\(step.origin), \(step.rank), \(step.request), \(step.organisation), \(step.province), \(step.caseID), \(step.caseID != nil))
            on conflict (origin) do update
            set rank = excluded.rank, request = excluded.request, organisation = excluded.organisation, province = excluded.province,
                case_id = excluded.case_id, due = excluded.due
            where transfers.rank < excluded.rank
            """)
    }

    /// What came as that request, as far as the scope of the transaction shows it.
    func find(_ request: RequestID, in transaction: Transaction) async throws -> HeldTransfer? {
        try await transaction.first("select \(HeldTransfer.columns) from transfers where request = \(request)")
    }

    /// A paper of the case came after it was passed on: it goes along too.
    func markDue(_ origin: CaseID, in transaction: Transaction) async throws -> Bool {
        try await transaction.execute("update transfers set due = true where origin = \(origin) and case_id is not null") > 0
    }

    /// Cases whose papers wait to go along.
    func due(in transaction: Transaction) async throws -> [CaseID] {
        try await transaction.rows("select origin from transfers where due order by origin limit 100").map { try $0.get("origin") }
    }

    /// One of them, locked until the commit; nil where somebody else has seen to it.
    func lockDue(_ origin: CaseID, in transaction: Transaction) async throws -> HeldTransfer? {
        try await transaction.first("select \(HeldTransfer.columns) from transfers where origin = \(origin) and due for update")
    }

    func settle(_ origin: CaseID, in transaction: Transaction) {
        transaction.later("update transfers set due = false where origin = \(origin)")
    }
}
