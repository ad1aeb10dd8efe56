import Database
import Models
import Outbox
import ServiceKit

/// Fetches requests for whoever asks, within their scope, and puts the look on record in the same transaction.
struct ViewRequest: Sendable {
    let clock: WallClock
    let database: Database
    let requests: RequestStore
    let eligibility: EligibilityStore

    /// A part of the list, the latest first, with one more than `page` asks for where there are more.
    func list(_ filter: RequestFilter, _ page: PageRequest, for identity: Identity, by actor: Actor) async throws -> [RequestRecord] {
        try await database.transaction(identity.scope) { transaction in
            try transaction.audit(actor.entry("requests.listed", "request", nil, identity.organisation), at: clock.now)
            return try await requests.list(filter, page, within: identity.scope, in: transaction)
        }
    }

    /// Throws 404 where it is not theirs to see.
    func callAsFunction(_ id: RequestID, for identity: Identity, by actor: Actor) async throws -> RequestFile {
        try await database.transaction(identity.scope) { transaction in
            let file = try await file(id, in: transaction)
            try transaction.audit(actor.entry("request.viewed", "request", id.uuid, file.record.organisation), at: clock.now)
            return file
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
