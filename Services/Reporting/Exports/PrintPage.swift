import Pages

/// What `reporting-print.mustache` shows: the report as a sheet of paper. Browsers print it; the PDF is made of it.
struct PrintPage: Part {
    let document: ReportDocument
    let formats: Formats
    /// The address of its style sheet.
    let style: String

    func child(named name: String) -> Any? {
        switch name {
        case "style": style
        case "document_title": document.title
        case "unit": document.unit
        case "sign": document.sign
        case "motto_first": document.motto[0]
        case "motto_second": document.motto[1]
        case "period": document.period
        case "counted": document.counted
        case "counts": document.counts
        case "figures": FiguresTable(document, formats)
        case "notes_title": document.notesTitle
        case "notes": document.notes
        case "place": document.place
        case "signature_maker": document.signatures[0]
        case "signature_head": document.signatures[1]
        default: nil
        }
    }
}
