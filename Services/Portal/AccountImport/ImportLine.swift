import Database
import Foundation
import Models
import ServiceKit

/// A row of the file: what it says of one account to be.
struct ImportLine: RowDecodable, Sendable {
    /// As the spreadsheet numbers it, from 1.
    let number: Int
    private let cells: [ImportColumn: String]
    /// The account that was made of it; nil as long as none was.
    let account: AccountID?

    init(number: Int, cells: [ImportColumn: String]) {
        self.number = number
        self.cells = cells
        account = nil
    }

    init(_ row: Row) throws {
        number = try row.get("number")
        account = try row.get("account")
        let text: String = try row.get("cells")
        let named = try JSONDecoder().decode([String: String].self, from: Data(text.utf8))
        cells = Dictionary(named.compactMap { name, text in ImportColumn(rawValue: name).map { ($0, text) } }) { first, _ in first }
    }

    /// What a cell says, without spaces around it; nil where it is empty.
    subscript(column: ImportColumn) -> String? { cells[column] }

    /// As it is kept.
    func json() throws -> String {
        let named = Dictionary(cells.map { ($0.key.rawValue, $0.value) }) { first, _ in first }
        return String(decoding: try JSONEncoder().encode(named), as: UTF8.self)
    }
}
