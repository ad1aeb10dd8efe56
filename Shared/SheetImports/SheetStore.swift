package import Database
package import Foundation
package import Models
package import ServiceKit

/// A file between its dry run and its confirmation, and for the rest of its day.
package struct KeptSheet: RowDecodable, Sendable {
    package let id: SheetID
    package let fileName: String
    package let endsAt: Date
    /// When its rows were made; nil as long as they were not.
    package let doneAt: Date?

    package init(_ row: Row) throws {
        id = try row.get("id")
        fileName = try row.get("file_name")
        endsAt = try row.get("ends_at")
        doneAt = try row.get("done_at")
    }
}

package typealias SheetID = Identifier<KeptSheet>

/// The SQL of files of one kind. Every transaction is told whose they are, and sees no others.
struct SheetStore<Column: SheetColumn>: Sendable {
    let tables: SheetTables

    /// Keeps a file.
    func add(_ lines: [SheetLine<Column>], fileName: String, owner: String, in transaction: Transaction) async throws -> SheetID {
        try await set(owner, in: transaction)
        // Like links, on the machine's own clock.
        let now = Date()
        let id = SheetID(at: now)
        transaction.later(
            """
            insert into \(tables.files) (id, owner, file_name, created_at, ends_at)
            values (\(id), \(owner), \(fileName), \(now), \(now.addingTimeInterval(SheetTables.life)))
            """)
        try await transaction.execute(
            """
            insert into \(tables.lines) (import, number, cells)
            select \(id), number, cells
            from unnest(\(lines.map(\.number)), \(try lines.map { try $0.json() })) as line (number, cells)
            """)
        return id
    }

    /// Nil where there is none of this owner, or it is over.
    ///
    /// - Parameter locked: until the commit.
    func find(_ id: SheetID, owner: String, locked: Bool = false, in transaction: Transaction) async throws -> KeptSheet? {
        try await set(owner, in: transaction)
        let lock: SQL = locked ? "for update" : ""
        return try await transaction.first(
            """
            select id, file_name, ends_at, done_at
            from \(tables.files)
            where id = \(id) and owner = \(owner) and ends_at > \(Date())
            \(lock)
            """)
    }

    /// In the order of the file.
    func lines(_ id: SheetID, in transaction: Transaction) async throws -> [SheetLine<Column>] {
        try await transaction.all(
            "select number, cells, \(tables.made) as made from \(tables.lines) where import = \(id) order by number")
    }

    func made(_ thing: UUID, of line: SheetLine<Column>, _ id: SheetID, in transaction: Transaction) {
        transaction.later(
            "update \(tables.lines) set \(tables.made) = \(thing) where import = \(id) and number = \(line.number)")
    }

    func finish(_ id: SheetID, at now: Date, in transaction: Transaction) {
        transaction.later("update \(tables.files) set done_at = \(now) where id = \(id)")
    }

    func remove(_ id: SheetID, in transaction: Transaction) {
        transaction.later("delete from \(tables.files) where id = \(id)")
    }

    private func set(_ owner: String, in transaction: Transaction) async throws {
        _ = try await transaction.value("select set_config('app.owner', \(owner), true)", as: String.self)
    }
}

extension SheetTables {
    /// Seconds that a file is kept.
    static let life: TimeInterval = 86_400

    /// Files whose day is over, with their rows.
    package var sweep: Sweep { Sweep(words) { "delete from \(files) where ends_at <= now()" } }
}
