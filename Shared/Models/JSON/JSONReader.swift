import Foundation
import Synchronization

/// Reads `Decodable` values from JSON (RFC 8259) in the way of ``MessageCoding``: what Foundation's decoder would read, in a third of its time. The text
/// is gone through once, into one row of nodes. Whatever is wrong or unusual is thrown as ``Unusual``, and Foundation's decoder reads the text again: what
/// it says holds.
///
/// One text at a time: whoever took it from those that rest has it alone.
final class JSONReader: @unchecked Sendable {
    /// Foundation's decoder is to read the text.
    struct Unusual: Error {}

    struct Node {
        enum Kind { case null, yes, no, number, text, escapedText, object, array }

        let kind: Kind
        /// Where it stands in the text; of a text without its quotation marks.
        let start: Int
        var end: Int
        /// The node after it and all that it holds.
        var next: Int
    }

    /// A member of an object: the number of its coding key's name, and the node of its value.
    struct Member {
        let name: Int
        let value: Int
    }

    @exclusivity(unchecked) var nodes: [Node] = []
    @exclusivity(unchecked) private var isUnusual = false
    /// Names of coding keys, numbered; which of them a name in JSON becomes, and what the coding keys of the text's objects are called.
    @exclusivity(unchecked) private var places: [String: Int] = [:]
    @exclusivity(unchecked) private var becomes: [String: Int] = [:]
    /// The text, for as long as it is read.
    @exclusivity(unchecked) private(set) var text = UnsafeBufferPointer<UInt8>(start: nil, count: 0)

    /// One value. Throws ``Unusual``.
    static func read<Value: Decodable>(_ type: Value.Type, from data: Data) throws -> Value {
        let reader = resting.withLock { $0.popLast() } ?? JSONReader()
        defer { if reader.rests() { resting.withLock { $0.append(reader) } } }
        return try data.withUnsafeBytes { (bytes: UnsafeRawBufferPointer) in
            reader.text = bytes.bindMemory(to: UInt8.self)
            try reader.scan()
            let value = try reader.read(type, at: 0)
            // A type may have caught it and gone another way.
            guard !reader.isUnusual else { throw Unusual() }
            return value
        }
    }

    /// Those that nobody uses, with the names that they know.
    private static let resting = Mutex<[JSONReader]>([])

    /// To be thrown. Remembered, for types that try one way of reading and then another.
    func unusual() -> Unusual {
        isUnusual = true
        return Unusual()
    }

    /// Forgets the text. False where it has grown beyond use for others: a sender's own names are kept in its memory.
    private func rests() -> Bool {
        text = UnsafeBufferPointer(start: nil, count: 0)
        nodes.removeAll(keepingCapacity: true)
        isUnusual = false
        return nodes.capacity <= 1 << 14 && places.count <= Self.mostNames && becomes.count <= Self.mostNames
    }

    // MARK: - Values

    func read<Value: Decodable>(_ type: Value.Type, at node: Int) throws -> Value {
        if type == String.self { return try same(string(at: node)) }
        if type == Date.self { return try same(Instant.parse(string(at: node))) }
        if type == URL.self { return try same(URL(string: string(at: node))) }
        if type == Data.self { return try same(Data(base64Encoded: string(at: node))) }
        if type == Decimal.self { throw unusual() }
        return try Value(from: JSONValueDecoder(reader: self, node: node))
    }

    /// `value`, which is of the type that is asked for. Throws where there is none.
    private func same<Known, Value>(_ value: Known?) throws -> Value {
        guard let value = value as? Value else { throw unusual() }
        return value
    }

    func isNull(at node: Int) -> Bool { nodes[node].kind == .null }

    func bool(at node: Int) throws -> Bool {
        switch nodes[node].kind {
        case .yes: true
        case .no: false
        default: throw unusual()
        }
    }

    func string(at node: Int) throws -> String {
        let one = nodes[node]
        switch one.kind {
        case .text:
            guard let words = String(validating: text[one.start..<one.end], as: UTF8.self) else { throw unusual() }
            return words
        case .escapedText: return try unescaped(text[one.start..<one.end])
        default: throw unusual()
        }
    }

    func integer<Value: FixedWidthInteger>(_ type: Value.Type, at node: Int) throws -> Value {
        let one = nodes[node]
        guard one.kind == .number else { throw unusual() }
        var value: Value = 0
        let isNegative = text[one.start] == UInt8(ascii: "-")
        for byte in text[(one.start + (isNegative ? 1 : 0))..<one.end] {
            guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { throw unusual() }
            let (shifted, isOver) = value.multipliedReportingOverflow(by: 10)
            let digit = Value(byte - UInt8(ascii: "0"))
            let (next, isBeyond) = isNegative ? shifted.subtractingReportingOverflow(digit) : shifted.addingReportingOverflow(digit)
            guard !isOver, !isBeyond else { throw unusual() }
            value = next
        }
        return value
    }

    func double(at node: Int) throws -> Double {
        let one = nodes[node]
        guard one.kind == .number, let value = Double(String(decoding: text[one.start..<one.end], as: UTF8.self)), value.isFinite
        else { throw unusual() }
        return value
    }

    /// With what RFC 8259 §7 writes behind a backslash.
    private func unescaped(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) throws -> String {
        var written: [UInt8] = []
        written.reserveCapacity(bytes.count)
        var place = bytes.startIndex
        while place < bytes.endIndex {
            guard bytes[place] == UInt8(ascii: "\\") else {
                written.append(bytes[place])
                place += 1
                continue
            }
            guard place + 1 < bytes.endIndex else { throw unusual() }
            switch bytes[place + 1] {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): written.append(bytes[place + 1])
            case UInt8(ascii: "n"): written.append(0x0A)
            case UInt8(ascii: "r"): written.append(0x0D)
            case UInt8(ascii: "t"): written.append(0x09)
            default: throw unusual()
            }
            place += 2
        }
        guard let words = String(validating: written, as: UTF8.self) else { throw unusual() }
        return words
    }

    // MARK: - Members and elements

    /// The members of an object: the number of each one's name, and where its value is.
    func members(of node: Int, ofDictionary isDictionary: Bool) throws -> [Member] {
        guard nodes[node].kind == .object else { throw unusual() }
        var members: [Member] = []
        members.reserveCapacity(16)
        var key = node + 1
        while key < nodes[node].next {
            let name = try string(at: key)
            members.append(Member(name: isDictionary ? place(of: name) : try becoming(name), value: key + 1))
            key = nodes[key + 1].next
        }
        // Of a name that stands twice it is Foundation's to say what holds.
        guard Set(members.map(\.name)).count == members.count else { throw unusual() }
        return members
    }

    private static let mostNames = 4_096

    /// The number of a coding key's name.
    func place(of name: String) -> Int {
        if let known = places[name] { return known }
        places[name] = places.count
        return places.count - 1
    }

    /// The number of the coding key that a name in JSON stands for.
    private func becoming(_ name: String) throws -> Int {
        if let known = becomes[name] { return known }
        guard places.count <= Self.mostNames, becomes.count <= Self.mostNames else { throw unusual() }
        let number = place(of: Self.camelCase(name))
        becomes[name] = number
        return number
    }

    /// As Foundation's decoder reads the name.
    static func camelCase(_ name: String) -> String {
        guard let object = try? MessageCoding.encode([name: 0]),
            let named = try? MessageCoding.decoder().decode(Named.self, from: object)
        else { return name }
        return named.name
    }

    private struct Named: Decodable, CodingKey {
        let name: String
        var stringValue: String { name }
        var intValue: Int? { nil }

        init(stringValue: String) { name = stringValue }
        init?(intValue: Int) { nil }

        init(from decoder: any Decoder) throws {
            name = try decoder.container(keyedBy: Named.self).allKeys.first?.name ?? ""
        }
    }

    /// The elements of an array.
    func elements(of node: Int) throws -> [Int] {
        guard nodes[node].kind == .array else { throw unusual() }
        var elements: [Int] = []
        var element = node + 1
        while element < nodes[node].next {
            elements.append(element)
            element = nodes[element].next
        }
        return elements
    }

    /// The names of a dictionary.
    func names(of node: Int) throws -> [String] {
        var names: [String] = []
        var key = node + 1
        while key < nodes[node].next {
            names.append(try string(at: key))
            key = nodes[key + 1].next
        }
        return names
    }
}
