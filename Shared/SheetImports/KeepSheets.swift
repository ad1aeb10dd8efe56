import Crypto
package import Database
import Foundation
package import Models
import Outbox
package import ServiceKit

/// Spreadsheets of one kind: each is kept, looked at as often as wanted, and made once, all of its sound rows or none.
package struct KeepSheets<Import: SheetImport>: Sendable {
    /// A file as it stands now.
    package struct Look: Sendable {
        package let file: KeptSheet
        package let lines: [CheckedLine<Import>]
        /// What would be made, in one word: who confirms says what they saw.
        package let seen: String

        package func count(_ kind: VerdictKind) -> Int { lines.count { $0.verdict.kind == kind } }

        /// A part of the rows: of one kind, or all, behind a row.
        func lines(_ kind: VerdictKind?, after number: Int) -> [CheckedLine<Import>] {
            lines.filter { (kind == nil || $0.verdict.kind == kind) && $0.line.number > number }
        }
    }

    package enum Outcome: Equatable, Sendable {
        case made
        /// Something else than was seen would be made now: nothing was.
        case changed
    }

    package let rules: Import
    package let database: Database
    let clock: WallClock
    private let store = SheetStore<Import.Column>(tables: Import.tables)

    package init(_ rules: Import, database: Database, clock: WallClock) {
        self.rules = rules
        self.database = database
        self.clock = clock
    }

    /// Keeps a file for its dry run.
    package func take(_ sheet: SentSheet<Import.Column>, by identity: Identity, reference: String, in transaction: Transaction) async throws
        -> SheetID
    {
        let id = try await store.add(sheet.rows.lines, fileName: sheet.name, owner: identity.subject, in: transaction)
        try audit("checked", id, ["rows": "\(sheet.rows.lines.count)"], by: identity, reference, in: transaction)
        return id
    }

    /// Throws 404 where it is not the caller's, or over.
    package func look(
        at id: SheetID, within reach: Import.Reach, by identity: Identity, locked: Bool = false, in transaction: Transaction
    ) async throws -> Look {
        guard let file = try await store.find(id, owner: identity.subject, locked: locked, in: transaction) else {
            throw Problem.notFound()
        }
        let lines = try await rules.check(try await store.lines(id, in: transaction), within: reach, for: identity, in: transaction)
        return Look(file: file, lines: lines, seen: seen(lines))
    }

    /// The same in a transaction of its own.
    package func look(at id: SheetID, within reach: Import.Reach, by identity: Identity) async throws -> Look {
        try await database.transaction(rules.scope(of: identity)) { try await look(at: id, within: reach, by: identity, in: $0) }
    }

    /// Makes what was seen, all in this transaction; what was made of a file that was confirmed before is not made again. Throws 404, and 422 where
    /// somebody was quicker: then nothing may be committed.
    package func confirm(
        _ id: SheetID, seen: String, within reach: Import.Reach, by identity: Identity, reference: String, in transaction: Transaction
    ) async throws -> Outcome {
        let look = try await look(at: id, within: reach, by: identity, locked: true, in: transaction)
        guard look.file.doneAt == nil else { return .made }
        guard look.seen == seen else { return .changed }
        var count = 0
        for checked in look.lines {
            guard case .ready(let draft) = checked.verdict else { continue }
            let thing = try await rules.make(draft, by: identity, reference: reference, in: transaction)
            store.made(thing, of: checked.line, id, in: transaction)
            count += 1
        }
        store.finish(id, at: clock.now, in: transaction)
        try audit("confirmed", id, [Import.things: "\(count)"], by: identity, reference, in: transaction)
        return .made
    }

    /// Forgets a file before its time. Throws 404.
    package func remove(_ id: SheetID, by identity: Identity, reference: String) async throws {
        try await database.transaction(rules.scope(of: identity)) { transaction in
            guard try await store.find(id, owner: identity.subject, locked: true, in: transaction) != nil else { throw Problem.notFound() }
            store.remove(id, in: transaction)
            try audit("discarded", id, [:], by: identity, reference, in: transaction)
        }
    }

    private func seen(_ lines: [CheckedLine<Import>]) -> String {
        let drafts = lines.compactMap { checked -> String? in
            guard case .ready(let draft) = checked.verdict else { return nil }
            return ([String(checked.line.number)] + rules.told(draft)).joined(separator: "\t")
        }
        return SHA256.hash(data: Data(drafts.joined(separator: "\n").utf8)).hexadecimal
    }

    private func audit(
        _ what: String, _ id: SheetID, _ details: [String: String], by identity: Identity, _ reference: String, in transaction: Transaction
    ) throws {
        try transaction.audit(
            AuditEntry(
                actor: identity.subject, actorName: identity.name, role: identity.role, action: Import.action(what),
                subjectKind: Import.subject, subject: id.uuid, organisation: identity.organisation, details: details, reference: reference),
            at: clock.now)
    }
}
