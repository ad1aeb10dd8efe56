import HTTPTypes
import Models
import Pages
import ServiceKit
import Spreadsheets

/// The sentence of a file that cannot be read, with its row, in both languages.
struct ImportFault: Sendable {
    let renderer: PageRenderer

    /// Runs `body`; throws 422 on `/file` where the spreadsheet cannot be read.
    func callAsFunction<Result>(_ body: () async throws -> Result) async throws -> Result {
        do {
            return try await body()
        } catch let error as SpreadsheetError {
            throw Problem.validation([fault(error)])
        } catch let problem as Problem where problem.status == .contentTooLarge {
            throw Problem.validation([fault(SpreadsheetError(.tooLarge))])
        }
    }

    private func fault(_ error: SpreadsheetError) -> FieldError {
        func text(_ language: Language) -> String {
            let t = renderer.sentences(language)
            let row = error.row.map { t("import_at_row", ["row": t.formats.number($0)]) + " " } ?? ""
            return row + t("spreadsheet_\(error.fault.rawValue)")
        }
        return FieldError("/file", code: error.fault.rawValue, message: Bilingual(vi: text(.vi), en: text(.en)))
    }
}
