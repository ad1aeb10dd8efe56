import Foundation
import HTTPTypes
import Hummingbird
import Models
import NIOPosix
import Pages
import Rules
import ServiceKit
import Spreadsheets

/// What came of each line, as a spreadsheet: one row a problem, so that whoever mends the file can go down the list.
struct ImportReport: Sendable {
    enum Format: String, CaseIterable, Sendable {
        case xlsx, csv

        var mediaType: String {
            switch self {
            case .xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
            case .csv: "text/csv; charset=utf-8"
            }
        }
    }

    /// Lines that are read at once.
    private static let part = 5_000

    /// Answers `?format=xlsx&verdict=wrong`.
    static func answer(_ request: Request, _ context: ServiceContext, _ desk: ImportDesk, _ renderer: PageRenderer) async throws -> Response
    {
        let reader = FieldReader(try request.queryTree(), ignoring: ["lang", "notice"])
        let format = reader.optionalChoice("format", Format.self) ?? .xlsx
        let verdict = reader.optionalChoice("verdict", ImportVerdict.self)
        try reader.finish()
        let id = try context.id("import", RegisterImportID.self)
        let t = renderer.sentences(context.language)
        var rows = [headings(t)]
        var after = 0
        while true {
            let (look, lines) = try await desk.lines(of: id, verdict, after: after, limit: part, context)
            rows += lines.flatMap { Self.rows(of: $0, look.file, t) }
            guard lines.count == part, let last = lines.last else { break }
            after = last.number
        }
        let table = rows
        let data = try await NIOThreadPool.singleton.runIfActive { try file(table, format, named: t("register_import_report")) }
        let name = context.language == .vi ? "ket-qua-nhap-so" : "register-import"
        return .file(data, format.mediaType, named: "\(name).\(format.rawValue)")
    }

    private static func headings(_ t: Sentences) -> [String] {
        ["row", "verdict", "code", "column", "value", "problem", "gaps"].map { t("register_import_column_\($0)") }
    }

    private static func rows(of line: RegisterImportLine, _ file: RegisterImport, _ t: Sentences) -> [[String]] {
        let verdict = line.verdict.map { t("register_import_verdict_\($0.rawValue)") } ?? ""
        let gaps = line.gaps.map { t("register_import_field_\($0)") }.joined(separator: "; ")
        let start = [String(line.number), verdict, line.code ?? ""]
        guard !line.problems.isEmpty else { return [start + ["", "", "", gaps]] }
        return line.problems.map { problem in
            let column = problem.field.map { file.heading(of: $0) ?? t($0.label) } ?? ""
            return start + [column, problem.value ?? "", problem.message.text(t.language.rawValue), ""]
        }
    }

    private static func file(_ rows: [[String]], _ format: Format, named title: String) throws -> Data {
        guard format == .xlsx else { return Data((CSVLine.mark + rows.map(CSVLine.of).joined()).utf8) }
        return try Workbook.bytes(sheet: title) { workbook in
            for (row, cells) in rows.enumerated() {
                let look = Workbook.Look(isBold: row == 0, isWrapped: row == 0)
                for (column, text) in cells.enumerated() where !text.isEmpty { workbook.write(text, at: row, column, look) }
            }
            for (column, width) in [8.0, 16, 22, 26, 26, 70, 40].enumerated() { workbook.setWidth(width, columns: column...column) }
            workbook.freeze(row: 1, column: 0, repeating: 0...0)
        }
    }
}
