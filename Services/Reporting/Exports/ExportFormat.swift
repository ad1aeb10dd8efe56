import Models

/// What a report can be taken away as.
enum ExportFormat: String, Sendable, CaseIterable {
    case xlsx, csv, json, pdf

    var mediaType: String {
        switch self {
        case .xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        case .csv: "text/csv; charset=utf-8"
        case .json: "application/json; charset=utf-8"
        case .pdf: "application/pdf"
        }
    }
}
