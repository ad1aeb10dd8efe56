import HTTPTypes
import Models
import Pages
import ServiceKit
import SheetImports
import Spreadsheets

/// The sentence of a file that cannot be read, with its row, in both languages.
struct ImportFault: Sendable {
    let renderer: PageRenderer

    /// Runs `body`; throws 422 on `/file` where the spreadsheet cannot be read.
    func callAsFunction<Result>(_ body: () async throws -> Result) async throws -> Result {
        do {
            return try await body()
        } catch let error as SpreadsheetError {
            throw Problem.validation([error.fieldError(renderer)])
        } catch let problem as Problem where problem.status == .contentTooLarge {
            throw Problem.validation([SpreadsheetError(.tooLarge).fieldError(renderer)])
        }
    }
}
