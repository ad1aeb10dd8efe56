import Database
import Foundation
import Models
import ServiceKit

/// A file of accounts to be made.
struct AccountImport: RowDecodable, Sendable {
    let id: AccountImportID
    let fileName: String
    let endsAt: Date
    /// When its accounts were made; nil as long as they were not.
    let doneAt: Date?

    init(_ row: Row) throws {
        id = try row.get("id")
        fileName = try row.get("file_name")
        endsAt = try row.get("ends_at")
        doneAt = try row.get("done_at")
    }
}

typealias AccountImportID = Identifier<AccountImport>

/// The SQL of files of accounts. Every transaction is told whose they are, and sees no others.
struct ImportStore: Sendable {
    /// Seconds that a file is kept.
    static let life: TimeInterval = 86_400

    /// With the lines of each.
    static let sweep = Sweep("spreadsheets of accounts") { "delete from account_imports where ends_at <= now()" }

    /// Keeps a file.
    func add(_ lines: [ImportLine], fileName: String, owner: String, in transaction: Transaction) async throws -> AccountImportID {
        try await set(owner, in: transaction)
        // Like links, on the machine's own clock.
        let now = Date()
        let id = AccountImportID(at: now)
        transaction.later(
            """
            insert into account_imports (id, owner, file_name, created_at, ends_at)
            values (\(id), \(owner), \(fileName), \(now), \(now.addingTimeInterval(Self.life)))
            """)
        try await transaction.execute(
            """
            insert into account_import_lines (import, number, cells)
            select \(id), number, cells
            from unnest(\(lines.map(\.number)), \(try lines.map { try $0.json() })) as line (number, cells)
            """)
        return id
    }

    /// Nil where there is none of this owner, or it is over.
    ///
    /// - Parameter locked: until the commit.
    func find(_ id: AccountImportID, owner: String, locked: Bool = false, in transaction: Transaction) async throws -> AccountImport? {
        try await set(owner, in: transaction)
        let lock: SQL = locked ? "for update" : ""
        return try await transaction.first(
            """
            select id, file_name, ends_at, done_at
            from account_imports
            where id = \(id) and owner = \(owner) and ends_at > \(Date())
            \(lock)
            """)
    }

    /// In the order of the file.
    func lines(_ id: AccountImportID, in transaction: Transaction) async throws -> [ImportLine] {
        try await transaction.all("select number, cells, account from account_import_lines where import = \(id) order by number")
    }

    func made(_ account: AccountID, of line: ImportLine, _ id: AccountImportID, in transaction: Transaction) {
        transaction.later("update account_import_lines set account = \(account) where import = \(id) and number = \(line.number)")
    }

    func finish(_ id: AccountImportID, at now: Date, in transaction: Transaction) {
        transaction.later("update account_imports set done_at = \(now) where id = \(id)")
    }

    func remove(_ id: AccountImportID, in transaction: Transaction) {
        transaction.later("delete from account_imports where id = \(id)")
    }

    private func set(_ owner: String, in transaction: Transaction) async throws {
        _ = try await transaction.value("select set_config('app.owner', \(owner), true)", as: String.self)
    }
}
