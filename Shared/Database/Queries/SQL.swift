/// One statement of SQL and the values bound to it. Write it as a string: what is interpolated is bound as `$1`, `$2` …, never spliced in.
///
///     let query: SQL = "select name from helpers where id = \(helper) and active"
package struct SQL: Sendable, ExpressibleByStringInterpolation {
    /// The text between the values; always one more than there are values.
    private var fragments: [String]
    private var values: [Parameter]

    package init(stringLiteral value: String) {
        fragments = [value]
        values = []
    }

    package init(stringInterpolation: Interpolation) {
        fragments = stringInterpolation.fragments
        values = stringInterpolation.values
    }

    /// The text with its placeholders, and the values in their order.
    var statement: Statement {
        var text = fragments[0]
        for (index, fragment) in fragments.dropFirst().enumerated() {
            text += "$\(index + 1)" + fragment
        }
        return Statement(text: text, parameters: values)
    }

    /// Both, one after the other.
    package static func + (left: SQL, right: SQL) -> SQL {
        var both = left
        both.append(right)
        return both
    }

    private mutating func append(_ other: SQL) {
        fragments[fragments.count - 1] += other.fragments[0]
        fragments += other.fragments.dropFirst()
        values += other.values
    }

    /// Collects the text and the values of an interpolated literal.
    package struct Interpolation: StringInterpolationProtocol {
        fileprivate var fragments = [""]
        fileprivate var values: [Parameter] = []

        package init(literalCapacity: Int, interpolationCount: Int) {}

        package mutating func appendLiteral(_ literal: String) {
            fragments[fragments.count - 1] += literal
        }

        /// A value: bound.
        package mutating func appendInterpolation(_ value: some Bindable) {
            values.append(value.parameter)
            fragments.append("")
        }

        /// A value or null: bound.
        package mutating func appendInterpolation<Value: Bindable>(_ value: Value?) {
            values.append(value.parameter)
            fragments.append("")
        }

        /// Another piece of SQL with its own values.
        package mutating func appendInterpolation(_ sql: SQL) {
            fragments[fragments.count - 1] += sql.fragments[0]
            fragments += sql.fragments.dropFirst()
            values += sql.values
        }

        /// Text from the program itself (the name of a table, say): never from outside.
        package mutating func appendInterpolation(raw text: StaticString) {
            fragments[fragments.count - 1] += "\(text)"
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
