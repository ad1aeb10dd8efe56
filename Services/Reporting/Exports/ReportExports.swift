import Dispatch
import Foundation
import HTTPTypes
import Hummingbird
import Models
import Pages
import ServiceKit

/// Lays a finished report out in any of its formats.
struct ReportExports: Sendable {
    let renderer: PageRenderer
    let press = PDFPress()

    /// The answer that brings the file.
    func answer(_ report: FinishedReport, as format: ExportFormat, _ request: Request, _ context: ServiceContext) async throws -> Response {
        let document = ReportDocument(report, renderer.sentences(context.language))
        let data =
            switch format {
            case .json: try MessageCoding.encode(JSONFile(report, language: context.language.rawValue))
            case .csv: CSVFile.write(document)
            case .xlsx: try await Self.apart { try SpreadsheetFile.write(document) }
            case .pdf: try await pdf(document, request, context)
            }
        return .file(data, format.mediaType, named: "\(document.fileName).\(format.rawValue)")
    }

    /// The report as a sheet of paper, for a browser to print.
    func printPage(_ document: ReportDocument, _ request: Request, _ context: ServiceContext) throws -> String {
        try sheet(document, style: renderer.files.url("report.css"), request, context)
    }

    private func pdf(_ document: ReportDocument, _ request: Request, _ context: ServiceContext) async throws -> Data {
        let sheet = try sheet(document, style: "report.css", request, context)
        return try await press.print(sheet, style: renderer.files.text("report.css") ?? "", named: "report.css")
    }

    private func sheet(_ document: ReportDocument, style: String, _ request: Request, _ context: ServiceContext) throws -> String {
        let page = PrintPage(document: document, formats: renderer.sentences(context.language).formats, style: style)
        return try renderer.fragment("reporting-print", page, context: PageContext(request, context))
    }

    /// Runs what blocks on a thread that nobody waits for.
    static func apart<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global(qos: .userInitiated).async { continuation.resume(with: Result(catching: body)) }
        }
    }
}
