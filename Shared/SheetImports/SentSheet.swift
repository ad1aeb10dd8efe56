package import Hummingbird
import Models
import NIOPosix
package import Pages
package import ServiceKit
package import Spreadsheets

/// A spreadsheet as it was sent: the field `file` of a form.
package struct SentSheet<Column: SheetColumn>: Sendable {
    /// As it is shown.
    package let name: String
    package let rows: SheetRows<Column>

    /// Throws ``SpreadsheetError`` where it is none, 422 where no file was chosen or nothing in it is understood, 413 where it is too large.
    package init(_ request: Request) async throws {
        let reader = try MultipartReader(request)
        while let part = try await reader.nextPart() {
            guard part.name == "file", let name = part.filename, !name.isEmpty else { continue }
            let bytes = try await reader.bytes(maximum: SheetSize.largest)
            self.name = SentName.shown(name)
            // Unpacking takes its time.
            rows = try await NIOThreadPool.singleton.runIfActive { try SheetRows(bytes) }
            return
        }
        throw Problem.validation([FieldError("/file", .required)])
    }
}

/// The name of a file that was sent.
package enum SentName {
    /// Without the folders that some browsers send along.
    package static func shown(_ name: String) -> String {
        let last = name.split { "/\\".contains($0) }.last ?? ""
        let shown = String(last.filter { !$0.isNewline && $0.unicodeScalars.allSatisfy { $0.value >= 32 } }.prefix(120))
        return shown.isEmpty ? "–" : shown
    }
}

extension SpreadsheetError {
    /// The sentence of a file that cannot be read, with its row.
    package func fieldError(_ renderer: PageRenderer) -> FieldError {
        func text(_ language: Language) -> String {
            let t = renderer.sentences(language)
            let row = self.row.map { t("import_at_row", ["row": t.formats.number($0)]) + " " } ?? ""
            return row + t("spreadsheet_\(fault.rawValue)")
        }
        return FieldError("/file", code: fault.rawValue, message: Bilingual(vi: text(.vi), en: text(.en)))
    }
}
