package import Foundation

/// A parsed tree of JSON, or of a form.
package enum JSONValue: Hashable, Sendable {
    case null
    case bool(Bool)
    /// The literal as written, so that decimals stay exact.
    case number(String)
    case string(String)
    case array([JSONValue])
    case object([String: JSONValue])
    /// A text from a form or a query, whose type shows only when it is read.
    case field(String)

    /// The member of an object; nil where this is none or has no such member.
    package subscript(key: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members[key]
    }

    /// The text of a string or of a form's field.
    package var text: String? {
        switch self {
        case .string(let text), .field(let text): text
        default: nil
        }
    }

    /// A whole number: `12`, `12.0` and `1.2e1` alike.
    package var integer: Int? {
        guard let literal = numberLiteral else { return nil }
        if let value = Int(literal) { return value }
        return Double(literal).flatMap { abs($0) < 9_007_199_254_740_992 ? Int(exactly: $0) : nil }
    }

    /// A decimal number, exactly as written.
    package var decimal: Decimal? {
        numberLiteral.flatMap { Decimal(string: $0, locale: Locale(identifier: "en_US_POSIX")) }
    }

    /// True or false; from a form also `on`, `yes`, `1` and their opposites.
    package var boolean: Bool? {
        switch self {
        case .bool(let value): return value
        case .field(let text):
            switch text.lowercased() {
            case "true", "on", "yes", "1": return true
            case "false", "off", "no", "0": return false
            default: return nil
            }
        default: return nil
        }
    }

    private var numberLiteral: String? {
        switch self {
        case .number(let literal): literal
        case .field(let text): JSONParser.isNumber(text) ? text : nil
        default: nil
        }
    }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral, ExpressibleByNilLiteral,
    ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    package init(stringLiteral value: String) { self = .string(value) }
    package init(booleanLiteral value: Bool) { self = .bool(value) }
    package init(integerLiteral value: Int) { self = .number(String(value)) }
    package init(nilLiteral: ()) { self = .null }
    package init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
    package init(dictionaryLiteral elements: (String, JSONValue)...) { self = .object(Dictionary(elements) { $1 }) }
}

extension JSONValue: Encodable {
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .null: try container.encodeNil()
        case .bool(let value): try container.encode(value)
        case .number(let literal):
            if let value = Int(literal) { try container.encode(value) } else { try container.encode(decimal) }
        case .string(let text), .field(let text): try container.encode(text)
        case .array(let elements): try container.encode(elements)
        case .object(let members): try container.encode(members)
        }
    }
}
