package import Database
package import Foundation
import ServiceKit
import Spreadsheets

/// A row of a file: what it says of one thing to be.
package struct SheetLine<Column: SheetColumn>: RowDecodable, Sendable {
    /// As the spreadsheet numbers it, from 1.
    package let number: Int
    private let cells: [Column: String]
    /// What was made of it; nil as long as nothing was.
    package let made: UUID?

    package init(number: Int, cells: [Column: String]) {
        self.number = number
        self.cells = cells
        made = nil
    }

    package init(_ row: Row) throws {
        number = try row.get("number")
        made = try row.get("made")
        let text: String = try row.get("cells")
        let named = try JSONDecoder().decode([String: String].self, from: Data(text.utf8))
        cells = Dictionary(named.compactMap { name, text in Column(rawValue: name).map { ($0, text) } }) { first, _ in first }
    }

    /// What a cell says, without spaces around it, nor the apostrophe by which a text is kept from being a formula; nil where it is empty.
    package subscript(column: Column) -> String? { cells[column].map(SheetText.plain) }

    /// As it stands in the file.
    func written(_ column: Column) -> String? { cells[column] }

    /// As it is kept.
    func json() throws -> String {
        let named = Dictionary(cells.map { ($0.key.rawValue, $0.value) }) { first, _ in first }
        return String(decoding: try JSONEncoder().encode(named), as: UTF8.self)
    }
}
