import Models
package import ServiceKit

/// What spreadsheets leave in a cell where something was lost.
package enum CellFault {
    private static let failures: Set<String> = ["#N/A", "#REF!", "#NAME?", "#VALUE!", "#DIV/0!", "#NULL!", "#NUM!"]

    /// Whether it is what a formula leaves that has failed. No expression: each cell of a register is held against them.
    package static func isFailure(_ text: String) -> Bool { failures.contains(text) }

    /// What is wrong with a row's cells, whatever they are to say: formulas, and names that lost letters.
    package static func all<Column: SheetColumn>(of line: SheetLine<Column>) -> [FieldError] {
        Column.allCases.compactMap { column in line.written(column).flatMap { fault($0, of: column) } }
    }

    private static func fault<Column: SheetColumn>(_ text: String, of column: Column) -> FieldError? {
        if isFailure(text) {
            return column.error(
                "formula", vi: "Công thức trong ô bị lỗi (\(text)). Hãy ghi giá trị.",
                en: "The cell's formula has failed (\(text)). Write the value.")
        }
        if text.hasPrefix("=") {
            return column.error(
                "formula", vi: "Trong ô là công thức chưa được tính. Hãy ghi giá trị.",
                en: "The cell holds a formula that was not worked out. Write the value.")
        }
        guard column == .name, text.contains("?") || text.contains("\u{FFFD}") else { return nil }
        return column.error(
            "lost_letters", vi: "Tên bị mất chữ khi lưu tệp (có dấu “?”). Hãy lưu lại dạng .xlsx.",
            en: "Letters of the name were lost when the file was saved (there is a “?”). Save it as .xlsx.")
    }
}

extension SheetColumn {
    package func error(_ code: String, vi: String, en: String) -> FieldError {
        FieldError(pointer, code: code, message: Bilingual(vi: vi, en: en))
    }

    /// The same stands in an earlier row.
    package func repeated(_ number: Int) -> FieldError {
        error(
            "repeated", vi: "Trùng với dòng \(number) của tệp. Hãy bỏ một dòng.",
            en: "The same as in row \(number) of the file. Remove one.")
    }

    /// The cell names no organisation where the caller may make anything, or more than one.
    package func unknownPlace(_ text: String) -> FieldError {
        error(
            "unknown_organisation",
            vi: "Không tìm thấy đúng một tổ chức tên “\(text)” trong phạm vi của bạn. Hãy ghi đúng tên hoặc mã của tổ chức.",
            en: "There is not exactly one organisation called “\(text)” within your reach. Write its name or its code as it is.")
    }
}
