import Hummingbird
import Models
import NIOCore
import NIOPosix
import Pages
import ServiceKit
import Spreadsheets

/// A spreadsheet of accounts as it was sent: the field `file` of a form.
struct SentSheet: Sendable {
    /// As it is shown.
    let name: String
    let sheet: ImportSheet

    /// Throws ``SpreadsheetError`` where it is none, 422 where no file was chosen or nothing in it is understood, 413 where it is too large.
    init(_ request: Request) async throws {
        let reader = try MultipartReader(request)
        while let part = try await reader.nextPart() {
            guard part.name == "file", let name = part.filename, !name.isEmpty else { continue }
            let bytes = try await reader.bytes(maximum: ImportSheet.largest)
            self.name = Self.shown(name)
            // Unpacking takes its time.
            sheet = try await NIOThreadPool.singleton.runIfActive { try ImportSheet(bytes) }
            return
        }
        throw Problem.validation([FieldError("/file", .required)])
    }

    /// A file's name without the folders that some browsers send along.
    private static func shown(_ name: String) -> String {
        let last = name.split { "/\\".contains($0) }.last ?? ""
        return String(last.filter { !$0.isNewline && $0.unicodeScalars.allSatisfy { $0.value >= 32 } }.prefix(120))
    }
}

extension SpreadsheetError {
    /// The sentence of a file that cannot be read, with its row.
    func fieldError(_ renderer: PageRenderer) -> FieldError {
        func text(_ language: Language) -> String {
            let t = renderer.sentences(language)
            let row = self.row.map { t("import_at_row", ["row": t.formats.number($0)]) + " " } ?? ""
            return row + t("spreadsheet_\(fault.rawValue)")
        }
        return FieldError("/file", code: fault.rawValue, message: Bilingual(vi: text(.vi), en: text(.en)))
    }
}
