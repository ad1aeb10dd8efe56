import Foundation
import HTTPTypes
import Hummingbird
import Pages
import ServiceKit

/// Makes PDFs of sheets.
struct DocumentPress: Sendable {
    let renderer: PageRenderer
    let press = PDFPress()

    /// The answer that brings the file. Throws 503 where it cannot be made.
    func answer(_ sheet: Sheet, named name: String) async throws -> Response {
        let style = renderer.files.text(Sheet.style) ?? ""
        let data = try await press.print(sheet.html(style: Sheet.style), style: style, named: Sheet.style)
        return .file(data, "application/pdf", named: "\(name).pdf")
    }
}
