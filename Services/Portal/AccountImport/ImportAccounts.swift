import Crypto
import Database
import Directory
import Foundation
import Models
import Outbox
import Rules
import ServiceKit

/// Accounts from a spreadsheet: the file is kept, looked at as often as wanted, and its accounts made once, all of them or none.
struct ImportAccounts: Sendable {
    /// A file as it stands now.
    struct Look: Sendable {
        let file: AccountImport
        let lines: [CheckedLine]

        /// The accounts that would be made, in one word: who confirms says what they saw.
        var seen: String {
            let drafts = lines.compactMap { checked -> String? in
                guard case .ready(let draft) = checked.verdict else { return nil }
                let place = [draft.organisation?.description, draft.province, draft.helper?.description].compactMap(\.self)
                let person = [draft.login, draft.displayName, draft.email ?? ""]
                return ([String(checked.line.number)] + person + [draft.role.rawValue] + place).joined(separator: "\t")
            }
            return SHA256.hash(data: Data(drafts.joined(separator: "\n").utf8)).hexadecimal
        }
    }

    enum Outcome: Equatable, Sendable {
        case made
        /// Something else than was seen would be made now: nothing was.
        case changed
    }

    let house: House
    let store: ImportStore
    let accounts: AccountStore
    let helpers: HelperStore
    let places: AccountPlaces
    let keep: KeepAccount
    let roles: RoleWords

    private var check: ImportCheck {
        ImportCheck(accounts: accounts, helpers: helpers, roles: roles, provinces: house.rules.provinces)
    }

    /// Keeps a file for its dry run.
    func take(
        _ sheet: ImportSheet, fileName: String, by identity: Identity, reference: String, in transaction: Transaction
    ) async throws -> AccountImportID {
        let id = try await store.add(sheet.lines, fileName: fileName, owner: identity.subject, in: transaction)
        try audit("account-import.checked", id, ["rows": "\(sheet.lines.count)"], by: identity, reference, in: transaction)
        return id
    }

    /// Throws 404 where it is not the caller's, or over.
    func look(at id: AccountImportID, by identity: Identity) async throws -> Look {
        let organisations = try await places(of: identity)
        return try await house.database.transaction(.service) { try await look(at: id, organisations, by: identity, in: $0) }
    }

    /// Makes the accounts that were seen, all in this transaction; those of a file that was confirmed before are not made again. Throws 404.
    ///
    /// - Parameter organisations: where the caller may give accounts.
    func confirm(
        _ id: AccountImportID, seen: String, at organisations: [Organisation], by identity: Identity, reference: String,
        in transaction: Transaction
    ) async throws -> Outcome {
        let actor = AuditActor(identity, reference: reference)
        let look = try await look(at: id, organisations, by: identity, locked: true, in: transaction)
        guard look.file.doneAt == nil else { return .made }
        guard look.seen == seen else { return .changed }
        var count = 0
        for checked in look.lines {
            guard case .ready(let draft) = checked.verdict else { continue }
            let account = try await keep.enter(draft, by: identity, actor, in: transaction)
            store.made(account, of: checked.line, id, in: transaction)
            count += 1
        }
        store.finish(id, at: house.clock.now, in: transaction)
        try audit("account-import.confirmed", id, ["accounts": "\(count)"], by: identity, reference, in: transaction)
        return .made
    }

    /// Forgets a file before its time. Throws 404.
    func remove(_ id: AccountImportID, by identity: Identity, reference: String) async throws {
        try await house.database.transaction(.service) { transaction in
            guard try await store.find(id, owner: identity.subject, locked: true, in: transaction) != nil else { throw Problem.notFound() }
            store.remove(id, in: transaction)
            try audit("account-import.discarded", id, [:], by: identity, reference, in: transaction)
        }
    }

    func look(
        at id: AccountImportID, _ places: [Organisation], by identity: Identity, locked: Bool = false, in transaction: Transaction
    ) async throws -> Look {
        guard let file = try await store.find(id, owner: identity.subject, locked: locked, in: transaction) else {
            throw Problem.notFound()
        }
        let lines = try await store.lines(id, in: transaction)
        return Look(file: file, lines: try await check(lines, at: places, for: identity, in: transaction))
    }

    private func audit(
        _ action: String, _ id: AccountImportID, _ details: [String: String], by identity: Identity, _ reference: String,
        in transaction: Transaction
    ) throws {
        try transaction.audit(
            AuditEntry(
                actor: identity.subject, actorName: identity.name, role: identity.role, action: action, subjectKind: "account-import",
                subject: id.uuid, organisation: identity.organisation, details: details, reference: reference), at: house.clock.now)
    }
}
