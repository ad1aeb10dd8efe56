package import Database
package import Foundation
package import ServiceKit

/// What spreadsheets of one kind become: how a row is read and judged, by the rules of a single thing, and made.
package protocol SheetImport: Sendable {
    associatedtype Column: SheetColumn
    /// What a row would become.
    associatedtype Draft: Sendable
    /// What is there already.
    associatedtype Known: Sendable
    /// Where the caller may make something.
    associatedtype Reach: Sendable

    static var tables: SheetTables { get }
    /// What the audit trail calls a file.
    static var subject: String { get }
    /// What the audit trail calls that which is made, in the plural.
    static var things: String { get }
    /// An action of the audit trail: `<subject>.<what>`.
    static func action(_ what: String) -> String

    /// Of the transactions in which files are looked at and made.
    func scope(of identity: Identity) -> Scope
    func reach(of identity: Identity) async throws -> Reach
    /// Every row with its verdict, as things are now.
    func check(
        _ lines: [SheetLine<Column>], within reach: Reach, for identity: Identity, in transaction: Transaction
    ) async throws -> [CheckedLine<Self>]
    /// Makes one, as it is made singly. Throws 422 where that has become impossible.
    func make(_ draft: Draft, by identity: Identity, reference: String, in transaction: Transaction) async throws -> UUID
    /// All that is made of a row, for the word by which a caller says what they saw.
    func told(_ draft: Draft) -> [String]
}

/// Where files of one kind are kept: the table of files, and that of their rows. Both are guarded by `app.owner`.
package struct SheetTables: Sendable {
    let files: SQL
    let lines: SQL
    /// The column of a row for what was made of it.
    let made: SQL
    /// For the log.
    let words: String

    package init(files: SQL, lines: SQL, made: SQL, words: String) {
        self.files = files
        self.lines = lines
        self.made = made
        self.words = words
    }
}
