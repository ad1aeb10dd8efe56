import Foundation
import Models

/// How a single value of a tree becomes a value of ours, or a fault.
enum FieldDecoding {
    /// Stands where an id could not be read.
    static let noUUID = UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0))

    /// A trimmed text in composed form (NFC); nil where nothing but space is left.
    static func text(_ value: JSONValue, _ length: ClosedRange<Int>, lines: Bool) throws(FieldFault) -> String? {
        guard let raw = value.text else { throw .wrongType(expected: .string) }
        // A character can be a long tail of combining marks: the scalars are bounded too.
        guard raw.unicodeScalars.count <= length.upperBound * 8 + 64 else { throw .tooLong(maximum: length.upperBound) }
        let known = plainCount(raw, lines: lines)
        let text = known == nil ? composed(raw, lines: lines) : raw
        if known == nil, text.unicodeScalars.contains(where: { isForbidden($0, lines: lines) }) { throw .controlCharacter }
        guard !text.isEmpty else { return length.lowerBound == 0 ? "" : nil }
        let count = known ?? text.count
        guard count >= length.lowerBound else { throw .tooShort(minimum: length.lowerBound) }
        guard count <= length.upperBound else { throw .tooLong(maximum: length.upperBound) }
        return text
    }

    private static func composed(_ raw: String, lines: Bool) -> String {
        let unified = lines ? raw.replacing("\r\n", with: "\n").replacing("\r", with: "\n") : raw
        return unified.precomposedStringWithCanonicalMapping.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// The characters of a text that is trimmed and composed as it came and holds nothing forbidden, as nearly all do: letters of Vietnamese and other
    /// Latin ones, digits and signs, each scalar a character. Nil where that cannot be seen at a glance.
    private static func plainCount(_ text: String, lines: Bool) -> Int? {
        var (count, first, last) = (0, UInt32(0), UInt32(0))
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x20...0x7E, 0xC0...0x24F, 0x1E00...0x1EFF, 0x2010...0x2027: break
            case 0x0A where lines: break
            default: return nil
            }
            if count == 0 { first = scalar.value }
            last = scalar.value
            count += 1
        }
        return count == 0 || (first > 0x20 && last > 0x20) ? count : nil
    }

    /// Control characters (NUL among them, which PostgreSQL cannot store), the marks that turn the direction of text, and non-characters.
    private static func isForbidden(_ scalar: Unicode.Scalar, lines: Bool) -> Bool {
        switch scalar.value {
        case 0x0A, 0x09: !lines
        case 0x00..<0x20, 0x7F...0x9F, 0x2028...0x202E, 0x2066...0x2069, 0xFDD0...0xFDEF: true
        default: scalar.value & 0xFFFE == 0xFFFE
        }
    }

    static func int(_ value: JSONValue, _ range: ClosedRange<Int>) throws(FieldFault) -> Int {
        guard let number = value.integer else { throw .wrongType(expected: .integer) }
        guard range.contains(number) else { throw .outOfRange(minimum: "\(range.lowerBound)", maximum: "\(range.upperBound)") }
        return number
    }

    static func decimal(_ value: JSONValue, _ range: ClosedRange<Decimal>) throws(FieldFault) -> Decimal {
        guard let number = value.decimal else { throw .wrongType(expected: .number) }
        guard range.contains(number) else { throw .outOfRange(minimum: "\(range.lowerBound)", maximum: "\(range.upperBound)") }
        return number
    }

    static func bool(_ value: JSONValue) throws(FieldFault) -> Bool {
        guard let answer = value.boolean else { throw .wrongType(expected: .boolean) }
        return answer
    }

    static func date(_ value: JSONValue, _ range: ClosedRange<LegalDate>?) throws(FieldFault) -> LegalDate {
        guard let text = value.text else { throw .wrongType(expected: .string) }
        guard let date = LegalDate(text) else { throw fault(ofDate: text) }
        if let range, !range.contains(date) { throw .dateOutOfRange(from: range.lowerBound, to: range.upperBound) }
        return date
    }

    /// What is wrong with what is no date: `1990-02-31`, or what a page's three boxes held, as `31/2/1990`.
    private static func fault(ofDate text: String) -> FieldFault {
        let shape = text.utf8.map { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) ? UInt8(ascii: "0") : $0 }
        if shape.elementsEqual("0000-00-00".utf8) { return .impossibleDate }
        let boxes = text.split(separator: "/", omittingEmptySubsequences: false)
        guard boxes.count == 3 else { return .notADate }
        return boxes.allSatisfy { !$0.isEmpty && $0.allSatisfy { ("0"..."9").contains($0) } } ? .impossibleDate : .incompleteDate
    }

    static func instant(_ value: JSONValue) throws(FieldFault) -> Date {
        guard let text = value.text else { throw .wrongType(expected: .string) }
        if case .field = value, text.utf8.count == 16, let local = Instant.parse(text + ":00+07:00") { return local }
        guard let instant = Instant.parse(text) else { throw .notAnInstant }
        return instant
    }

    static func uuid(_ value: JSONValue) throws(FieldFault) -> UUID {
        guard let text = value.text else { throw .wrongType(expected: .string) }
        guard text.utf8.count == 36, let uuid = UUID(text: text) else { throw .badUUID }
        return uuid
    }

    static func choice<T: RawRepresentable & CaseIterable>(_ value: JSONValue) throws(FieldFault) -> T where T.RawValue == String {
        guard let text = value.text else { throw .wrongType(expected: .string) }
        guard let choice = T(rawValue: text) else { throw .notOneOf(T.allCases.map(\.rawValue)) }
        return choice
    }

    static func word(_ value: JSONValue, among words: [String]) throws(FieldFault) -> String {
        guard let text = value.text else { throw .wrongType(expected: .string) }
        guard words.contains(text) else { throw .notOneOf(words) }
        return text
    }
}
