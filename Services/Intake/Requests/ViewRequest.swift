import Database
import Models
import Outbox
import ServiceKit

/// Fetches one request for whoever asks, within their scope, and puts the look on record in the same transaction.
struct ViewRequest: Sendable {
    let clock: WallClock
    let database: Database
    let requests: RequestStore

    /// Throws 404 where it is not theirs to see.
    func callAsFunction(_ id: RequestID, for identity: Identity, by actor: Actor) async throws -> RequestRecord {
        try await database.transaction(identity.scope) { transaction in
            guard let record = try await requests.find(id, in: transaction) else { throw Problem.notFound() }
            try transaction.audit(actor.entry("request.viewed", "request", id.uuid, record.organisation), at: clock.now)
            return record
        }
    }
}
