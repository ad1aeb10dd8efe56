import Database
import Foundation
import Hummingbird
import Models
import Outbox
import ServiceKit

/// Opens imports for whoever asks: within their organisation, to be looked at or to be changed.
struct ImportDesk: Sendable {
    let house: House
    let imports: RegisterImportStore

    /// A file as it stands, with how many of its lines have come to what.
    struct Look: Sendable {
        let file: RegisterImport
        let counts: [ImportVerdict: Int]
        let gaps: [(field: String, lines: Int)]

        /// Lines that were dealt with, of those that are to be.
        var done: Int {
            file.state == .importing ? counts[.made] ?? 0 : counts.values.reduce(0, +)
        }
        var total: Int {
            file.state == .importing ? (counts[.made] ?? 0) + (counts[.ready] ?? 0) : file.lines
        }
    }

    func list(_ page: PageRequest, for identity: Identity) async throws -> [RegisterImport] {
        try await house.database.transaction(identity.scope) { try await imports.list(page, in: $0) }
    }

    /// Throws 404 where it is not theirs.
    func look(_ id: RegisterImportID, for identity: Identity) async throws -> Look {
        try await house.database.transaction(identity.scope) { try await look(id, in: $0) }
    }

    func look(_ id: RegisterImportID, in transaction: Transaction) async throws -> Look {
        guard let file = try await imports.find(id, in: transaction) else { throw Problem.notFound() }
        return Look(
            file: file, counts: try await imports.counts(of: id, in: transaction),
            gaps: file.state == .checking ? [] : try await imports.gaps(of: id, in: transaction))
    }

    /// Some of its lines, those who look being on record: lines name people.
    func lines(
        of id: RegisterImportID, _ verdict: ImportVerdict?, after number: Int, limit: Int, _ context: ServiceContext
    ) async throws -> (look: Look, lines: [RegisterImportLine]) {
        let identity = try context.require()
        let actor = Actor(identity, reference: context.reference)
        return try await house.database.transaction(identity.scope) { transaction in
            let look = try await look(id, in: transaction)
            try transaction.audit(
                actor.entry("register-import.viewed", "register-import", id.uuid, look.file.organisation), at: house.clock.now)
            return (look, try await imports.lines(of: id, verdict, after: number, limit: limit, in: transaction))
        }
    }

    /// Changes an import, locked until the commit, once for each `Idempotency-Key`. Throws 404 where it is not theirs.
    func change(
        _ request: Request, _ context: ServiceContext, key: String? = nil,
        _ body: (RegisterImport, Actor, Transaction) async throws -> Response
    ) async throws -> Response {
        let identity = try context.require()
        let id = try context.id("import", RegisterImportID.self)
        return try await context.idempotent(request, house.database, identity.scope, key: key) { transaction in
            guard let file = try await imports.find(id, locked: true, in: transaction) else { throw Problem.notFound() }
            return try await body(file, Actor(identity, reference: context.reference), transaction)
        }
    }
}
