import Directory
import Foundation
import Models
import Pages
import ServiceKit
import Spreadsheets

/// The spreadsheet to start from: headings, and where wanted a row for each helper who has no account yet.
struct ImportTemplate: Sendable {
    enum Format: String, CaseIterable, Sendable {
        case xlsx, csv

        var mediaType: String {
            switch self {
            case .xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
            case .csv: "text/csv; charset=utf-8"
            }
        }
    }

    let t: Sentences
    let authority: AccountAuthority
    let places: [Organisation]
    let helpers: [KnownHelper]

    /// The file. Blocks.
    func file(_ format: Format) throws -> Data {
        switch format {
        case .csv: Data((CSVLine.mark + rows.map(CSVLine.of).joined()).utf8)
        case .xlsx: try workbook()
        }
    }

    /// Provinces are for whoever gives accounts to their departments.
    private var columns: [ImportColumn] { ImportColumn.allCases.filter { $0 != .province || authority.roles.contains(.province) } }

    private var rows: [[String]] {
        let titles = Dictionary(places.map { ($0.id, $0.title) }) { first, _ in first }
        return [columns.map { t($0.heading) }]
            + helpers.map { helper in
                columns.map { column in
                    switch column {
                    case .name: helper.name
                    case .role: t.label(Role.helper)
                    case .email: helper.email ?? ""
                    case .organisation: titles[helper.organisation] ?? ""
                    case .helper: helper.id.description
                    case .login, .province: ""
                    }
                }
            }
    }

    private func workbook() throws -> Data {
        try Workbook.bytes(sheet: t("accounts_title"), fill)
    }

    private func fill(_ workbook: Workbook) {
        for (row, cells) in rows.enumerated() {
            let look = Workbook.Look(isBold: row == 0, hasBorder: row == 0, isWrapped: row == 0)
            for (column, text) in cells.enumerated() where !text.isEmpty { workbook.write(text, at: row, column, look) }
        }
        for (index, column) in columns.enumerated() {
            workbook.setWidth(column == .province ? 14 : 34, columns: index...index)
            let choices: [String] =
                switch column {
                case .role: authority.roles.map { t.label($0) }
                case .organisation: places.map(\.title)
                default: []
                }
            workbook.offer(choices, rows: 1...ImportSheet.longest, column: index)
        }
        workbook.freeze(row: 1, column: 1, repeating: 0...0)
    }
}
