import Foundation
import Pages
import Rules
import ServiceKit
import Spreadsheets

/// The figures of quality as a file: a heading, then a line for each organisation and helper of each kind, success, and criteria.
struct QualityFile {
    enum Format: String, CaseIterable, Sendable {
        case xlsx, csv, json

        var mediaType: String {
            switch self {
            case .xlsx: ExportFormat.xlsx.mediaType
            case .csv: ExportFormat.csv.mediaType
            case .json: ExportFormat.json.mediaType
            }
        }
    }

    private let lines: [[String]]
    private let widest: Int

    init(_ table: QualityTable, heading: [String], _ t: Sentences) {
        let grades = table.grades.map { $0.title.text(t.language.rawValue) }
        let head = [t("quality_kind"), t("quality_figures_rounds")] + grades + [t("quality_figures_mean")]
        let figures: (QualityTable.Rounds) -> [String] = { line in
            [line.kind, String(line.tally.rounds)] + table.grades.map { String(line.tally.grades[$0.key] ?? 0) }
                + [line.tally.mean.map { String($0) } ?? ""]
        }
        var lines = heading.map { [$0] } + [[]]
        lines += [[t("report_column_subject"), t("column_helper")] + head]
        lines += table.organisations.map { [$0.title, ""] + figures($0) }
        lines += table.helpers.map { [$0.detail ?? "", $0.title] + figures($0) }
        lines += [
            [],
            [t("report_column_subject"), t("quality_figures_finished"), t("quality_figures_found"), t("quality_figures_successful")],
        ]
        lines += table.success.map { [$0.title, String($0.tally.finished), String($0.tally.found), String($0.tally.successful)] }
        lines += [[], [t("quality_criterion"), t("quality_figures_cases")]]
        lines += table.criteria.map { ["\($0.key) – \($0.title)", String($0.cases)] }
        self.lines = lines
        widest = lines.map(\.count).max() ?? 1
    }

    /// RFC 4180, in UTF-8 with a byte order mark.
    var csv: Data { Data((CSVLine.mark + lines.map(CSVLine.of).joined()).utf8) }

    /// The workbook's bytes. The library blocks: it works on a thread that nobody waits for.
    func xlsx(named name: String) async throws -> Data {
        try await ReportExports.apart { try Workbook.bytes(sheet: name, fill) }
    }

    private func fill(_ workbook: Workbook) {
        workbook.setWidth(34, columns: 0...1)
        workbook.setWidth(12, columns: 2...max(2, widest - 1))
        for (row, line) in lines.enumerated() {
            for (column, text) in line.enumerated() where !text.isEmpty {
                if let number = Int(text) {
                    workbook.write(number, at: row, column, Workbook.Look(isNumber: true))
                } else {
                    workbook.write(text, at: row, column, Workbook.Look(isBold: row == 0))
                }
            }
        }
    }
}
