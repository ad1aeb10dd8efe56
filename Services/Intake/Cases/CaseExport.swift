import HTTPTypes
import Hummingbird
import Models
import NIOCore
import Pages
import ServiceKit
import Spreadsheets

/// Takes a list of cases away as a file, however long it is: a part at a time goes from the tables into the file, and none is kept in memory.
struct CaseExport: Sendable {
    enum Format: String, CaseIterable, Sendable {
        case xlsx, csv

        var mediaType: String {
            switch self {
            case .xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
            case .csv: "text/csv; charset=utf-8"
            }
        }
    }

    let desk: CaseDesk
    let renderer: PageRenderer

    /// Cases read at a time.
    private static let part = 500

    /// The answer that brings the file; that it was taken is on record before the first line goes out.
    func callAsFunction(
        _ filter: CaseFilter, as format: Format, for identity: Identity, by actor: Actor, in language: Language
    ) async throws -> Response {
        let filter = try await desk.beginExport(filter, as: format, for: identity, by: actor)
        let table = CaseTable(t: renderer.sentences(language))
        return .file(
            ResponseBody { writer in
                switch format {
                case .csv:
                    try await writer.write(ByteBuffer(string: CSVLine.mark + CSVLine.of(table.heads)))
                    var part = try await first(of: filter, for: identity)
                    while let records = part {
                        try await writer.write(ByteBuffer(string: records.map { CSVLine.of(table.line($0)) }.joined()))
                        part = try await next(after: records, of: filter, for: identity)
                    }
                case .xlsx:
                    let file = try CaseWorkbook(title: table.t("cases_title"), heads: table.heads)
                    var part = try await first(of: filter, for: identity)
                    while let records = part {
                        try await file.add(records.map(table.line))
                        part = try await next(after: records, of: filter, for: identity)
                    }
                    try await file.close()
                    while let piece = try await file.read() { try await writer.write(ByteBuffer(bytes: piece)) }
                }
                try await writer.finish(nil)
            }, format.mediaType, named: "so-thu-ly.\(format.rawValue)")
    }

    private func first(of filter: CaseFilter, for identity: Identity) async throws -> [CaseRecord]? {
        try await records(of: filter, PageRequest(limit: Self.part), for: identity)
    }

    private func next(after records: [CaseRecord], of filter: CaseFilter, for identity: Identity) async throws -> [CaseRecord]? {
        guard records.count == Self.part, let last = records.last else { return nil }
        let cursor = CaseRoutes.cursor(CaseSummaryView(last), filter)
        return try await self.records(of: filter, PageRequest(limit: Self.part, after: cursor), for: identity)
    }

    /// Nil where there are none.
    private func records(of filter: CaseFilter, _ page: PageRequest, for identity: Identity) async throws -> [CaseRecord]? {
        let found = try await desk.exported(filter, page, for: identity)
        return found.isEmpty ? nil : Array(found.prefix(page.limit))
    }
}
