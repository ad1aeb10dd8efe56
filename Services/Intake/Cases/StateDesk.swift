import Database
import Directory
import Foundation
import Hummingbird
import Models
import Outbox
import ServiceKit

/// Opens a case for the decisions on its state: to be looked at, the look on record, or to be moved.
struct StateDesk: Sendable {
    let house: House
    let desk: CaseDesk
    let directory: Directory
    let transfers: TransferStore
    let move: MoveCase

    /// A case with how it came to stand where it stands, and who could take it over.
    struct Seen: Sendable {
        let record: CaseRecord
        let entries: [TimelineEntry]
        let transfer: Transfer?
        let organisation: Organisation?
        let others: [Organisation]
    }

    /// Throws 404 where it is not theirs to see.
    func look(_ context: ServiceContext) async throws -> Seen {
        let identity = try context.require()
        let id = try context.id("id", CaseID.self)
        let actor = Actor(identity, reference: context.reference)
        return try await house.database.transaction(identity.scope) { transaction in
            guard let record = try await desk.cases.find(id, in: transaction), identity.mayWork(on: record) else {
                throw Problem.notFound()
            }
            try transaction.audit(
                actor.entry("case.viewed", "case", id.uuid, record.organisation, details: ["part": "state"]), at: house.clock.now)
            let mayTransfer = identity.may(.decideCases) && record.allows(.transfer)
            return Seen(
                record: record, entries: try await desk.timeline.entries(of: id, in: transaction),
                transfer: try await transfers.departure(of: record.request, in: transaction),
                organisation: try await directory.organisation(record.organisation, in: transaction),
                others: mayTransfer
                    ? try await directory.receiving(within: .none, in: transaction).filter { $0.id != record.organisation } : [])
        }
    }

    /// Locks the case and lets `body` move it, with an `Idempotency-Key` (or the key of a form) once only. A transfer writes at two organisations, and so in
    /// the scope of the service, after the caller's own has shown that the case is theirs. Throws 404 where it is not.
    func change(
        _ action: CaseAction, _ request: Request, _ context: ServiceContext, key: String? = nil,
        _ body: (CaseRecord, Actor, Transaction) async throws -> Response
    ) async throws -> Response {
        let identity = try context.require()
        let id = try context.id("id", CaseID.self)
        let actor = Actor(identity, reference: context.reference)
        try await desk.announce(id, for: identity)
        let isTheirs = try await house.database.transaction(identity.scope) { try await desk.cases.find(id, in: $0) != nil }
        guard isTheirs else { throw Problem.notFound() }
        let scope = action == .transfer ? Scope.service : identity.scope
        return try await context.idempotent(request, house.database, scope, key: key) { transaction in
            try await body(try await desk.open(id, for: identity, in: transaction), actor, transaction)
        }
    }
}
