import Foundation

/// Finds in a workbook what its first visible sheet needs: the sheet, the shared texts, the looks of cells, the day that days are counted from.
enum WorkbookFile {
    /// The rows of the first visible sheet of cells. Throws where there is none.
    static func firstSheet(of archive: ZipArchive, _ limits: SpreadsheetLimits) throws -> SheetRows {
        guard !archive.holds("mimetype"), !archive.holds("xl/workbook.bin") else { throw SpreadsheetError(.otherFormat) }
        // A workbook that a password protects has its parts in the envelope, or as entries that are encrypted each.
        guard let top = try Relationships.of("", in: archive), let place = top.target(ofType: "/officeDocument") else {
            throw SpreadsheetError(.notASpreadsheet)
        }
        guard let part = try archive.part(place) else { throw SpreadsheetError(.damaged) }
        let sheets = SheetList()
        try XMLPart(part, listener: sheets).readAll()
        guard sheets.isWorkbook else { throw SpreadsheetError(.notASpreadsheet) }
        guard let links = try Relationships.of(place, in: archive) else { throw SpreadsheetError(.damaged) }
        let visible = sheets.visible.compactMap { links.target($0, ofType: "/worksheet") }
        guard let first = visible.first else { throw SpreadsheetError(.noSheet) }
        guard let sheet = try archive.part(first) else { throw SpreadsheetError(.damaged) }
        let texts = try SharedTexts.read(try links.target(ofType: "/sharedStrings").flatMap { try archive.part($0) }, limits)
        let styles = try CellStyles.read(try links.target(ofType: "/styles").flatMap { try archive.part($0) })
        return try SheetRows(sheet, texts: texts, styles: styles, days: sheets.days, limits)
    }
}

/// The sheets that a workbook names (`xl/workbook.xml`).
private final class SheetList: XMLListener {
    /// By the id of their relationship.
    private(set) var visible: [String] = []
    private(set) var days = DayCount.from1900
    private(set) var isWorkbook = false

    func begins(_ element: XMLName, _ attributes: XMLAttributes) {
        switch element.ofSheet {
        case "workbook"?: isWorkbook = true
        case "workbookPr"?: if attributes.bool("date1904") { days = .from1904 }
        case "sheet"?:
            guard let id = attributes.relationship, !["hidden", "veryHidden"].contains(attributes.text("state")) else { return }
            visible.append(id)
        default: break
        }
    }

    func ends(_ element: XMLName) {}
    func reads(_ text: UnsafeBufferPointer<UInt8>) {}
}

/// Which other parts a part names (ISO/IEC 29500-2, 6.5), by id.
private final class Relationships: XMLListener {
    private var links: [(id: String, type: String, target: String)] = []
    private let folder: String

    private init(folder: String) {
        self.folder = folder
    }

    /// Those of the part `name`, or of the package where it is empty; nil where none are listed.
    static func of(_ name: String, in archive: ZipArchive) throws -> Relationships? {
        let slash = name.lastIndex(of: "/").map { name.index(after: $0) } ?? name.startIndex
        let folder = String(name[..<slash])
        guard let part = try archive.part("\(folder)_rels/\(name[slash...]).rels") else { return nil }
        let found = Relationships(folder: folder)
        try XMLPart(part, listener: found).readAll()
        return found
    }

    /// The part that is named first as being of a type; types differ in their beginning between the variants of the standard.
    func target(ofType end: String) -> String? { links.first { $0.type.hasSuffix(end) }.map { path($0.target) } }

    /// The part of an id, if it is of that type.
    func target(_ id: String, ofType end: String) -> String? {
        links.first { $0.id == id && $0.type.hasSuffix(end) }.map { path($0.target) }
    }

    func begins(_ element: XMLName, _ attributes: XMLAttributes) {
        guard case "Relationship"? = element.ofPackage, attributes.text("TargetMode") != "External",
            let id = attributes.text("Id"), let type = attributes.text("Type"), let target = attributes.text("Target")
        else { return }
        links.append((id, type, target))
    }

    func ends(_ element: XMLName) {}
    func reads(_ text: UnsafeBufferPointer<UInt8>) {}

    /// From the root of the package, without `.` and `..`.
    private func path(_ target: String) -> String {
        var steps: [Substring] = []
        for step in (target.hasPrefix("/") ? target : folder + target).split(separator: "/") where step != "." {
            if step == ".." { _ = steps.popLast() } else { steps.append(step) }
        }
        return steps.joined(separator: "/")
    }
}
