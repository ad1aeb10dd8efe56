/// Reads `application/x-www-form-urlencoded` text, of a body or a query, into a tree: repeated names become arrays, dotted or bracketed names
/// objects (`client.name`, `client[name]`), numbered ones arrays (`opposing.0.name`; rows left blank are dropped), empty texts null. `name[]` is
/// an array always. Names that begin with `_` belong to the page and are left out.
package enum FormParser {
    private static let maximumFields = 2_000
    private static let maximumDepth = 8

    package static func parse(_ bytes: some Sequence<UInt8>) throws -> JSONValue {
        let root = Node()
        for field in try fields(bytes) where !field.name.hasPrefix("_") {
            try root.insert(field.value, at: path(field.name)[...], name: field.name)
        }
        return .object(root.children.mapValues(\.value))
    }

    /// Every field as it came, in order, those of the page too.
    package static func fields(_ bytes: some Sequence<UInt8>) throws -> [(name: String, value: String)] {
        let pairs = Array(bytes).split(separator: UInt8(ascii: "&"))
        guard pairs.count <= maximumFields else { throw Problem.tooLarge() }
        return try pairs.map { pair in
            let halves = pair.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            return (try decode(halves[0]), try decode(halves.count > 1 ? halves[1] : []))
        }
    }

    private static func path(_ name: String) throws -> [String] {
        let segments = name.replacing("[", with: ".").replacing("]", with: "").split(separator: ".", omittingEmptySubsequences: false)
        guard segments.count <= maximumDepth else { throw malformed(name) }
        return segments.map(String.init)
    }

    private static func decode(_ bytes: some Sequence<UInt8>) throws -> String {
        var decoded: [UInt8] = []
        var iterator = bytes.makeIterator()
        while let byte = iterator.next() {
            switch byte {
            case UInt8(ascii: "+"): decoded.append(0x20)
            case UInt8(ascii: "%"):
                guard let high = iterator.next().flatMap(hex), let low = iterator.next().flatMap(hex) else {
                    throw Problem.malformed(Bilingual(vi: "Mã phần trăm (%) sai trong biểu mẫu.", en: "A bad percent escape in the form."))
                }
                decoded.append(high << 4 | low)
            default: decoded.append(byte)
            }
        }
        guard let text = String(validating: decoded, as: UTF8.self) else {
            throw Problem.malformed(Bilingual(vi: "Biểu mẫu không phải UTF-8.", en: "The form is not UTF-8."))
        }
        return text
    }

    private static func hex(_ byte: UInt8) -> UInt8? {
        UnicodeScalar(byte).properties.isASCIIHexDigit ? UInt8(String(UnicodeScalar(byte)), radix: 16) : nil
    }

    fileprivate static func malformed(_ name: String) -> Problem {
        Problem.malformed(
            Bilingual(
                vi: "Tên mục “\(name.prefix(80))” trong biểu mẫu không hợp lệ.",
                en: "The form's field name “\(name.prefix(80))” does not fit."))
    }

    /// A place in the tree while it is being filled.
    private final class Node {
        var texts: [String] = []
        var children: [String: Node] = [:]
        var alwaysArray = false

        func insert(_ text: String, at path: ArraySlice<String>, name: String) throws {
            guard let key = path.first else {
                guard children.isEmpty else { throw malformed(name) }
                return texts.append(text)
            }
            if key.isEmpty {
                guard path.count == 1, children.isEmpty else { throw malformed(name) }
                alwaysArray = true
                return texts.append(text)
            }
            guard texts.isEmpty else { throw malformed(name) }
            let child = children[key] ?? Node()
            children[key] = child
            try child.insert(text, at: path.dropFirst(), name: name)
        }

        var value: JSONValue {
            if !children.isEmpty { return branch }
            let given = texts.filter { !$0.allSatisfy(\.isWhitespace) }
            if alwaysArray || given.count > 1 { return .array(given.map(JSONValue.field)) }
            return given.first.map(JSONValue.field) ?? .null
        }

        private var branch: JSONValue {
            let numbered = children.compactMap { key, child in Int(key).map { ($0, child) } }
            guard numbered.count == children.count else { return .object(children.mapValues(\.value)) }
            return .array(numbered.sorted { $0.0 < $1.0 }.filter { !$0.1.isBlank }.map(\.1.value))
        }

        private var isBlank: Bool {
            texts.allSatisfy { $0.allSatisfy(\.isWhitespace) } && children.values.allSatisfy(\.isBlank)
        }
    }
}
