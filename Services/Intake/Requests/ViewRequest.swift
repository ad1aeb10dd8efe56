import Database
import Directory
import Models
import Outbox
import ServiceKit

/// Fetches requests for whoever asks, within their scope, and puts the look on record in the same transaction.
struct ViewRequest: Sendable {
    let clock: WallClock
    let database: Database
    let requests: RequestStore
    let eligibility: EligibilityStore
    let directory: Directory
    let transfers: TransferStore

    /// A part of the list, the latest first, with one more than `page` asks for where there are more.
    func list(_ filter: RequestFilter, _ page: PageRequest, for identity: Identity, by actor: Actor) async throws -> [RequestRecord] {
        try await database.transaction(identity.scope) { transaction in
            try transaction.audit(actor.entry("requests.listed", "request", nil, identity.organisation), at: clock.now)
            return try await requests.list(filter, page, within: identity.scope, in: transaction)
        }
    }

    /// A request with what was decided on it, whose it is, from whom it came and to whom it went.
    struct Whole: Sendable {
        let file: RequestFile
        let decisions: [RequestDecisionRecord]
        let organisation: Organisation?
        let arrival: Transfer?
        let departure: Transfer?
        /// Who could take it over, while it is undecided.
        let others: [Organisation]
    }

    /// Throws 404 where it is not theirs to see.
    func whole(_ id: RequestID, for identity: Identity, by actor: Actor) async throws -> Whole {
        try await database.transaction(identity.scope) { transaction in
            let file = try await file(id, in: transaction)
            try transaction.audit(file.record.viewed(by: actor), at: clock.now)
            let isOpen = identity.may(.decideRequests) && !RequestAction.open(in: file.record.state).isEmpty
            return Whole(
                file: file, decisions: try await requests.decisions(on: id, in: transaction),
                organisation: try await directory.organisation(file.record.organisation, in: transaction),
                arrival: try await transfers.arrival(of: id, in: transaction),
                departure: try await transfers.departure(of: id, in: transaction),
                others: isOpen
                    ? try await directory.receiving(within: .none, in: transaction).filter { $0.id != file.record.organisation } : [])
        }
    }

    /// The same in a transaction that has put the look on record. Throws 404.
    func file(_ id: RequestID, in transaction: Transaction) async throws -> RequestFile {
        guard let record = try await requests.find(id, in: transaction) else { throw Problem.notFound() }
        return RequestFile(
            record: record, proof: try await eligibility.proof(of: id, in: transaction),
            former: try await eligibility.former(of: id, in: transaction))
    }
}

/// A request with what has become of its proof.
struct RequestFile: Sendable {
    let record: RequestRecord
    /// Nil without a case.
    let proof: ProofState?
    /// Decisions on eligibility before the present one.
    let former: [FormerDecision]
}

extension RequestRecord {
    /// The line for the audit trail of a look at it, or at a part of it; its case's story has it too.
    func viewed(_ part: String? = nil, by actor: Actor) -> AuditEntry {
        var details: [String: String] = [:]
        if let part { details["part"] = part }
        if let opened { details["case"] = opened.id.description }
        return actor.entry("request.viewed", "request", id.uuid, organisation, details: details)
    }
}
