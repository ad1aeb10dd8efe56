/// A value in a message's header table.
package enum HeaderValue: Sendable, Hashable {
    case string(String)
    case int(Int64)
    case bool(Bool)

    /// The text, if it is one.
    package var string: String? {
        if case .string(let value) = self { value } else { nil }
    }

    /// The number, if it is one.
    package var int: Int64? {
        if case .int(let value) = self { value } else { nil }
    }
}

extension HeaderValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral {
    package init(stringLiteral value: String) { self = .string(value) }
    package init(integerLiteral value: Int64) { self = .int(value) }
    package init(booleanLiteral value: Bool) { self = .bool(value) }
}
