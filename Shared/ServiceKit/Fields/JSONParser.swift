/// A strict reader of JSON (RFC 8259) that says where a text goes wrong. Repeated member names are refused, as is nesting deeper than 64.
package struct JSONParser {
    private let bytes: [UInt8]
    private var index = 0
    private static let maximumDepth = 64

    private init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// Reads one whole document.
    package static func parse(_ bytes: some Sequence<UInt8>) throws(JSONSyntaxError) -> JSONValue {
        var parser = JSONParser(Array(bytes))
        if parser.bytes.starts(with: [0xEF, 0xBB, 0xBF]) { parser.index = 3 }
        parser.skipSpace()
        let value = try parser.value(depth: 0)
        parser.skipSpace()
        guard parser.index == parser.bytes.count else { throw parser.fault(.trailing) }
        return value
    }

    /// Reads one whole document.
    package static func parse(_ text: String) throws(JSONSyntaxError) -> JSONValue {
        try parse(text.utf8)
    }

    /// Whether a text is a number as JSON writes it.
    static func isNumber(_ text: String) -> Bool {
        var parser = JSONParser(Array(text.utf8))
        guard (try? parser.number()) != nil else { return false }
        return parser.index == parser.bytes.count
    }

    private mutating func value(depth: Int) throws(JSONSyntaxError) -> JSONValue {
        guard depth <= Self.maximumDepth else { throw fault(.tooDeep) }
        guard let byte = peek else { throw fault(.endedEarly) }
        switch byte {
        case UInt8(ascii: "{"): return try object(depth: depth)
        case UInt8(ascii: "["): return try array(depth: depth)
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
        default: throw fault(.unexpected)
        }
    }

    private mutating func object(depth: Int) throws(JSONSyntaxError) -> JSONValue {
        var members: [String: JSONValue] = [:]
        index += 1
        skipSpace()
        if take("}") { return .object(members) }
        while true {
            guard peek == UInt8(ascii: "\"") else { throw fault(peek == nil ? .endedEarly : .unexpected) }
            let start = index
            let key = try string()
            guard members[key] == nil else {
                index = start
                throw fault(.repeatedName)
            }
            skipSpace()
            guard take(":") else { throw fault(peek == nil ? .endedEarly : .unexpected) }
            skipSpace()
            members[key] = try value(depth: depth + 1)
            skipSpace()
            if take("}") { return .object(members) }
            guard take(",") else { throw fault(peek == nil ? .endedEarly : .unexpected) }
            skipSpace()
        }
    }

    private mutating func array(depth: Int) throws(JSONSyntaxError) -> JSONValue {
        var elements: [JSONValue] = []
        index += 1
        skipSpace()
        if take("]") { return .array(elements) }
        while true {
            elements.append(try value(depth: depth + 1))
            skipSpace()
            if take("]") { return .array(elements) }
            guard take(",") else { throw fault(peek == nil ? .endedEarly : .unexpected) }
            skipSpace()
        }
    }

    private mutating func word(_ word: String, _ value: JSONValue) throws(JSONSyntaxError) -> JSONValue {
        guard bytes[index...].starts(with: word.utf8) else { throw fault(.unexpected) }
        index += word.utf8.count
        return value
    }

    private mutating func number() throws(JSONSyntaxError) -> JSONValue {
        let start = index
        _ = take("-")
        if !take("0") { try digits() }
        if take(".") { try digits() }
        if take("e") || take("E") {
            _ = take("+") || take("-")
            try digits()
        }
        guard index - start <= 64 else { throw fault(.longNumber) }
        return .number(String(decoding: bytes[start..<index], as: UTF8.self))
    }

    private mutating func digits() throws(JSONSyntaxError) {
        let start = index
        while let byte = peek, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { index += 1 }
        guard index > start else { throw fault(peek == nil ? .endedEarly : .unexpected) }
    }

    private mutating func string() throws(JSONSyntaxError) -> String {
        index += 1
        var buffer: [UInt8] = []
        var run = index
        while let byte = peek {
            switch byte {
            case UInt8(ascii: "\""):
                buffer += bytes[run..<index]
                index += 1
                guard let text = String(validating: buffer, as: UTF8.self) else { throw fault(.notUTF8) }
                return text
            case UInt8(ascii: "\\"):
                buffer += bytes[run..<index]
                index += 1
                buffer += try escape().utf8
                run = index
            case 0..<0x20: throw fault(.bareControl)
            default: index += 1
            }
        }
        throw fault(.endedEarly)
    }

    private mutating func escape() throws(JSONSyntaxError) -> String {
        guard let byte = peek else { throw fault(.endedEarly) }
        index += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return String(UnicodeScalar(byte))
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{C}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"): return try unicodeEscape()
        default:
            index -= 1
            throw fault(.badEscape)
        }
    }

    private mutating func unicodeEscape() throws(JSONSyntaxError) -> String {
        let high = try hexQuad()
        if let scalar = UnicodeScalar(high) { return String(scalar) }
        guard (0xD800..<0xDC00).contains(high), take("\\"), take("u") else { throw fault(.badEscape) }
        let low = try hexQuad()
        guard (0xDC00..<0xE000).contains(low),
            let scalar = UnicodeScalar(0x10000 + (UInt32(high) - 0xD800) << 10 + (UInt32(low) - 0xDC00))
        else { throw fault(.badEscape) }
        return String(scalar)
    }

    private mutating func hexQuad() throws(JSONSyntaxError) -> UInt16 {
        guard index + 4 <= bytes.count else { throw fault(.endedEarly) }
        let quad = bytes[index..<index + 4]
        guard quad.allSatisfy({ UnicodeScalar($0).properties.isASCIIHexDigit }),
            let value = UInt16(String(decoding: quad, as: UTF8.self), radix: 16)
        else { throw fault(.badEscape) }
        index += 4
        return value
    }

    private var peek: UInt8? { index < bytes.count ? bytes[index] : nil }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard peek == UInt8(ascii: character) else { return false }
        index += 1
        return true
    }

    private mutating func skipSpace() {
        while let byte = peek, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { index += 1 }
    }

    private func fault(_ reason: JSONSyntaxError.Reason) -> JSONSyntaxError {
        let before = bytes[..<min(index, bytes.count)]
        let line = before.count { $0 == 0x0A } + 1
        let lineStart = before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
        // A column counts characters' first bytes, as an editor shows it.
        let column = before[lineStart...].count { $0 & 0xC0 != 0x80 } + 1
        return JSONSyntaxError(line: line, column: column, reason: reason)
    }
}
