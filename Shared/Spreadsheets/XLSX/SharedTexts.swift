/// The texts that cells share (`xl/sharedStrings.xml`), one after the other in one piece of memory.
final class SharedTexts: XMLListener {
    private var bytes: [UInt8] = []
    /// Where each ends.
    private var ends: [Int] = []
    private let limits: SpreadsheetLimits
    private var isInText = false
    /// Inside of a reading aid (`rPh`), which is not part of the text.
    private var isInAid = false

    private init(_ limits: SpreadsheetLimits) {
        self.limits = limits
    }

    /// None where there is no such part.
    static func read(_ part: ZipPart?, _ limits: SpreadsheetLimits) throws -> SharedTexts {
        let texts = SharedTexts(limits)
        if let part { try XMLPart(part, listener: texts).readAll() }
        return texts
    }

    /// The text of a number, counted from 0; nil where there is none.
    subscript(index: Int) -> String? {
        guard ends.indices.contains(index) else { return nil }
        return ExcelText.of(bytes[(index == 0 ? 0 : ends[index - 1])..<ends[index]])
    }

    func begins(_ element: XMLName, _ attributes: XMLAttributes) {
        switch element.ofSheet {
        case "t"?: isInText = !isInAid
        case "rPh"?: isInAid = true
        default: break
        }
    }

    func ends(_ element: XMLName) throws {
        switch element.ofSheet {
        case "t"?: isInText = false
        case "rPh"?: isInAid = false
        case "si"?:
            guard bytes.count - (ends.last ?? 0) <= limits.cellBytes else { throw SpreadsheetError(.cellTooLong) }
            ends.append(bytes.count)
        default: break
        }
    }

    func reads(_ text: UnsafeBufferPointer<UInt8>) throws {
        guard isInText else { return }
        // Where each of them ends takes its place as well.
        guard bytes.count + text.count + ends.count * MemoryLayout<Int>.size <= limits.sharedTextBytes else {
            throw SpreadsheetError(.tooLarge)
        }
        bytes += text
    }
}

/// A text as workbooks write it: characters that XML cannot hold as `_x000D_` (ISO/IEC 29500-1, 22.4.2.4).
enum ExcelText {
    static func of(_ bytes: some Collection<UInt8>) -> String {
        let text = ComposedText.of(bytes)
        guard bytes.contains(UInt8(ascii: "_")), text.contains("_x") else { return text }
        return text.replacing(/_x([0-9A-Fa-f]{4})_/) { match in
            UInt32(match.1, radix: 16).flatMap(UnicodeScalar.init).map { String($0) } ?? String(match.0)
        }
    }
}
