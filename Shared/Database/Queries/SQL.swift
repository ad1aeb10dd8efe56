/// One statement of SQL and the values bound to it. Write it as a string: what is interpolated is bound as `$1`, `$2` …, never spliced in.
///
///     let query: SQL = "select name from helpers where id = \(helper) and active"
package struct SQL: Sendable, ExpressibleByStringInterpolation {
    /// The text with its placeholders.
    private(set) var text: String
    /// The values, in the order of the placeholders.
    private(set) var parameters: Parameters
    /// Where in the text's UTF-8 each placeholder begins: they are counted anew when two pieces are joined.
    private var placeholders: [Int]

    package init(stringLiteral value: String) {
        text = value
        parameters = Parameters()
        placeholders = []
    }

    package init(stringInterpolation: Interpolation) {
        self = stringInterpolation.sql
    }

    var statement: Statement { Statement(text: text, parameters: parameters) }

    /// Both, one after the other.
    package static func + (left: SQL, right: SQL) -> SQL {
        var both = left
        both.append(right)
        return both
    }

    private mutating func append(_ other: SQL) {
        guard !other.placeholders.isEmpty else { return text += other.text }
        let letters = other.text.utf8
        var done = letters.startIndex
        for (index, offset) in other.placeholders.enumerated() {
            let place = letters.index(letters.startIndex, offsetBy: offset)
            text += other.text[done..<place]
            appendPlaceholder()
            done = letters.index(place, offsetBy: String(index + 1).utf8.count + 1)
        }
        text += other.text[done...]
        parameters.append(contentsOf: other.parameters)
    }

    private mutating func appendPlaceholder() {
        placeholders.append(text.utf8.count)
        let number = placeholders.count
        text += number < Self.firstPlaceholders.count ? Self.firstPlaceholders[number] : "$\(number)"
    }

    /// By their numbers: text that is made once.
    private static let firstPlaceholders = (0..<64).map { "$\($0)" }

    /// Collects the text and the values of an interpolated literal.
    package struct Interpolation: StringInterpolationProtocol {
        fileprivate var sql: SQL = ""

        package init(literalCapacity: Int, interpolationCount: Int) {
            sql.text.reserveCapacity(literalCapacity + 3 * interpolationCount)
            sql.placeholders.reserveCapacity(interpolationCount)
            sql.parameters.reserve(interpolationCount)
        }

        package mutating func appendLiteral(_ literal: String) {
            sql.text += literal
        }

        /// A value: bound.
        package mutating func appendInterpolation(_ value: some Bindable) {
            sql.appendPlaceholder()
            sql.parameters.append(value)
        }

        /// A value or null: bound.
        package mutating func appendInterpolation<Value: Bindable>(_ value: Value?) {
            sql.appendPlaceholder()
            sql.parameters.append(value)
        }

        /// Another piece of SQL with its own values.
        package mutating func appendInterpolation(_ sql: SQL) {
            self.sql.append(sql)
        }

        /// Text from the program itself (the name of a table, say): never from outside.
        package mutating func appendInterpolation(raw text: StaticString) {
            sql.text += "\(text)"
        }
    }
}

extension Sequence<SQL> {
    /// All of them with `separator` between.
    package func joined(_ separator: SQL) -> SQL {
        var result: SQL?
        for element in self {
            result = result.map { $0 + separator + element } ?? element
        }
        return result ?? ""
    }
}
