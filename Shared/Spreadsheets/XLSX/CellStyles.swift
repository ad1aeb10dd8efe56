/// Which looks of cells (`xl/styles.xml`) show a number as a day or a time.
final class CellStyles: XMLListener {
    /// By the number of the look.
    private var isDate: [Bool] = []
    /// Codes of the workbook's own formats.
    private var codes: [Int: String] = [:]
    private var isInLooks = false

    /// None where there is no such part.
    static func read(_ part: ZipPart?) throws -> CellStyles {
        let styles = CellStyles()
        if let part { try XMLPart(part, listener: styles).readAll() }
        return styles
    }

    func showsDate(_ look: Int) -> Bool { isDate.indices.contains(look) && isDate[look] }

    func begins(_ element: XMLName, _ attributes: XMLAttributes) {
        switch element.ofSheet {
        case "numFmt"?:
            if let id = attributes.int("numFmtId") { codes[id] = attributes.text("formatCode") }
        case "cellXfs"?: isInLooks = true
        case "xf"? where isInLooks:
            let id = attributes.int("numFmtId") ?? 0
            isDate.append(codes[id].map(Self.isDateCode) ?? Self.dates.contains { $0.contains(id) })
        default: break
        }
    }

    func ends(_ element: XMLName) {
        if case "cellXfs"? = element.ofSheet { isInLooks = false }
    }

    func reads(_ text: UnsafeBufferPointer<UInt8>) {}

    /// Formats that a workbook need not write down (ISO/IEC 29500-1, 18.8.30), those of East Asia among them; 46 counts hours and is none.
    private static let dates = [14...22, 27...36, 45...45, 47...47, 50...58]

    /// Whether a code shows days or times: one of their letters, outside of quotes, escapes and brackets. `[h]:mm` is a length of time, no moment.
    static func isDateCode(_ code: String) -> Bool {
        var rest = code.prefix { $0 != ";" }
        var isDate = false
        while let next = rest.popFirst() {
            switch next {
            case "\"": skip(&rest, past: "\"")
            case "\\", "_", "*": rest = rest.dropFirst()
            case "[":
                if let first = rest.first, "hmsHMS".contains(first), rest.drop(while: { $0 == first }).first == "]" { return false }
                skip(&rest, past: "]")
            case "y", "m", "d", "h", "s", "Y", "M", "D", "H", "S": isDate = true
            default: break
            }
        }
        return isDate
    }

    private static func skip(_ rest: inout Substring, past end: Character) {
        while let next = rest.popFirst(), next != end {}
    }
}
