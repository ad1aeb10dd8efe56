import Database
import Directory
import Foundation
import Models
import Outbox
import Rules
import ServiceKit
import SheetImports

/// Accounts from a spreadsheet: each row by the rules of a single account.
struct AccountImport: SheetImport {
    typealias Column = ImportColumn
    typealias Draft = AccountDraft
    typealias Known = Account
    /// Where the caller may give accounts.
    typealias Reach = [Organisation]

    static let tables = SheetTables(
        files: "account_imports", lines: "account_import_lines", made: "account", words: "spreadsheets of accounts")
    static let subject = "account-import"
    static let things = "accounts"
    static func action(_ what: String) -> String { "account-import.\(what)" }

    let accounts: AccountStore
    let helpers: HelperStore
    let places: AccountPlaces
    let keep: KeepAccount
    let roles: RoleWords
    let provinces: Provinces

    func scope(of identity: Identity) -> Scope { .service }

    func reach(of identity: Identity) async throws -> [Organisation] { try await places(of: identity) }

    func check(
        _ lines: [SheetLine<ImportColumn>], within reach: [Organisation], for identity: Identity, in transaction: Transaction
    ) async throws -> [CheckedLine<AccountImport>] {
        let check = ImportCheck(accounts: accounts, helpers: helpers, roles: roles, provinces: provinces)
        return try await check(lines, at: reach, for: identity, in: transaction)
    }

    func make(_ draft: AccountDraft, by identity: Identity, reference: String, in transaction: Transaction) async throws -> UUID {
        try await keep.enter(draft, by: identity, AuditActor(identity, reference: reference), in: transaction).uuid
    }

    func told(_ draft: AccountDraft) -> [String] {
        let place = [draft.organisation?.description, draft.province, draft.helper?.description].compactMap(\.self)
        return [draft.login, draft.displayName, draft.email ?? "", draft.role.rawValue] + place
    }
}
