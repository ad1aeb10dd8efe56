import Database
import Foundation
import Hummingbird
import Models
import Outbox
import ServiceKit

/// Opens a case for what hangs on it (its work, hearings, pay, papers to print): to be read, with the look audited, or to be changed.
struct WorkDesk: Sendable {
    let house: House
    let desk: CaseDesk

    /// Reads something of one case; the look is audited under the name of that part. Throws 404 where the case is not theirs to see.
    func read<Found: Sendable>(
        _ context: ServiceContext, part: String, _ body: (CaseRecord, Transaction) async throws -> Found
    ) async throws -> (record: CaseRecord, found: Found) {
        let identity = try context.require()
        let id = try context.id("id", CaseID.self)
        let actor = Actor(identity, reference: context.reference)
        return try await house.database.transaction(identity.scope) { transaction in
            guard let record = try await desk.cases.find(id, in: transaction), identity.mayWork(on: record) else {
                throw Problem.notFound()
            }
            try transaction.audit(
                actor.entry("case.viewed", "case", id.uuid, record.organisation, details: ["part": part]), at: house.clock.now)
            return (record, try await body(record, transaction))
        }
    }

    /// A thing that can be changed, once: the case is locked until the commit.
    struct Change {
        let record: CaseRecord
        let identity: Identity
        let actor: Actor
        let transaction: Transaction
    }

    /// Changes something of one case, with an `Idempotency-Key` (or the key of a form) once only. Throws 404 where it is not theirs.
    /// - Parameter isOfOthersToo: it writes at another organisation as well, and so in the scope of the service, after the caller's own has shown that
    ///   the case is theirs.
    func change(
        _ request: Request, _ context: ServiceContext, key: String? = nil, isOfOthersToo: Bool = false,
        _ body: (Change) async throws -> Response
    ) async throws -> Response {
        let identity = try context.require()
        let id = try context.id("id", CaseID.self)
        let actor = Actor(identity, reference: context.reference)
        try await desk.announce(id, for: identity)
        if isOfOthersToo {
            let isTheirs = try await house.database.transaction(identity.scope) { try await desk.cases.find(id, in: $0) != nil }
            guard isTheirs else { throw Problem.notFound() }
        }
        let scope = isOfOthersToo ? Scope.service : identity.scope
        return try await context.idempotent(request, house.database, scope, key: key) { transaction in
            let record = try await desk.open(id, for: identity, in: transaction)
            return try await body(Change(record: record, identity: identity, actor: actor, transaction: transaction))
        }
    }
}

extension ServiceContext {
    /// An id from the path that is of no type of its own. Throws 404 where it is none.
    func uuid(_ parameter: String) throws -> UUID {
        guard let id = parameters.get(parameter).flatMap({ UUID(text: $0) }) else { throw Problem.notFound() }
        return id
    }
}
