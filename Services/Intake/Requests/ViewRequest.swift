import Database
import Models
import Outbox
import ServiceKit

/// Fetches requests for whoever asks, within their scope, and puts the look on record in the same transaction.
struct ViewRequest: Sendable {
    let clock: WallClock
    let database: Database
    let requests: RequestStore

    /// A part of the list, the latest first, with one more than `page` asks for where there are more.
    func list(_ filter: RequestFilter, _ page: PageRequest, for identity: Identity, by actor: Actor) async throws -> [RequestRecord] {
        try await database.transaction(identity.scope) { transaction in
            try transaction.audit(actor.entry("requests.listed", "request", nil, identity.organisation), at: clock.now)
            return try await requests.list(filter, page, within: identity.scope, in: transaction)
        }
    }

    /// Throws 404 where it is not theirs to see.
    func callAsFunction(_ id: RequestID, for identity: Identity, by actor: Actor) async throws -> RequestRecord {
        try await database.transaction(identity.scope) { transaction in
            guard let record = try await requests.find(id, in: transaction) else { throw Problem.notFound() }
            try transaction.audit(actor.entry("request.viewed", "request", id.uuid, record.organisation), at: clock.now)
            return record
        }
    }
}
