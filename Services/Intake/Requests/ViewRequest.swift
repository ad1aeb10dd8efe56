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
    let directory: Directory

    /// A part of the list, the latest first, with one more than `page` asks for where there are more.
    func list(_ filter: RequestFilter, _ page: PageRequest, for identity: Identity, by actor: Actor) async throws -> [RequestRecord] {
        try await database.transaction(identity.scope) { transaction in
            try transaction.audit(actor.entry("requests.listed", "request", nil, identity.organisation), at: clock.now)
            return try await requests.list(filter, page, within: identity.scope, in: transaction)
        }
    }

    /// Throws 404 where it is not theirs to see.
    func callAsFunction(_ id: RequestID, for identity: Identity, by actor: Actor) async throws -> RequestRecord {
        try await database.transaction(identity.scope) { try await look(at: id, by: actor, in: $0) }
    }

    /// The same, with what was decided on it and whose it is.
    func whole(_ id: RequestID, for identity: Identity, by actor: Actor) async throws -> (
        RequestRecord, [RequestDecisionRecord], Organisation?
    ) {
        try await database.transaction(identity.scope) { transaction in
            let record = try await look(at: id, by: actor, in: transaction)
            return (
                record, try await requests.decisions(on: id, in: transaction),
                try await directory.organisation(record.organisation, in: transaction)
            )
        }
    }

    private func look(at id: RequestID, by actor: Actor, in transaction: Transaction) async throws -> RequestRecord {
        guard let record = try await requests.find(id, in: transaction) else { throw Problem.notFound() }
        try transaction.audit(actor.entry("request.viewed", "request", id.uuid, record.organisation), at: clock.now)
        return record
    }
}
