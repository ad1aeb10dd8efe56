/// One statement of SQL and the values bound to it. Write it as a string: what is interpolated is bound as `$1`, `$2` …, never spliced in. The text
/// itself is made of literals alone, so that nothing from outside can get into it.
///
///     let query: SQL = "select name from helpers where id = \(helper) and active"
package struct SQL: Sendable, ExpressibleByStringInterpolation {
    fileprivate var text: SQLText
    /// In the order of their places in the text.
    fileprivate var parameters: Parameters

    package init(stringLiteral value: StaticString) {
        text = SQLText(stringLiteral: value)
        parameters = Parameters()
    }

    package init(stringInterpolation: Interpolation) {
        self = stringInterpolation.sql
    }

    var statement: Statement { Statement(text: text, parameters: parameters) }

    /// Of which nobody wants more than to know whether it failed.
    var command: Statement { Statement(text: text, parameters: parameters, purpose: .command) }

    /// Both, one after the other.
    package static func + (left: SQL, right: SQL) -> SQL {
        var both = left
        both.append(right)
        return both
    }

    private mutating func append(_ other: SQL) {
        text.append(other.text)
        if !other.parameters.entries.isEmpty { parameters.append(contentsOf: other.parameters) }
    }

    /// Collects the text and the values of an interpolated literal.
    package struct Interpolation: StringInterpolationProtocol {
        fileprivate var sql = SQL(stringLiteral: "")

        package init(literalCapacity: Int, interpolationCount: Int) {
            sql.text.reserve(values: interpolationCount)
            sql.parameters.reserve(interpolationCount)
        }

        package mutating func appendLiteral(_ literal: StaticString) {
            sql.text.append(literal)
        }

        /// A value: bound.
        package mutating func appendInterpolation(_ value: some Bindable) {
            sql.text.appendValue()
            sql.parameters.append(value)
        }

        /// A value or null: bound.
        package mutating func appendInterpolation<Value: Bindable>(_ value: Value?) {
            sql.text.appendValue()
            sql.parameters.append(value)
        }

        /// Another piece of SQL with its own values.
        package mutating func appendInterpolation(_ sql: SQL) {
            self.sql.append(sql)
        }

        /// Text from the program itself (the name of a table, say).
        package mutating func appendInterpolation(raw text: StaticString) {
            sql.text.append(text)
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
