extension DatabaseError {
    /// Where in a statement the server saw the error. Holds text of the program, never a value.
    package struct Place: Sendable, Equatable, CustomStringConvertible {
        /// From 1.
        package let line: Int
        /// In characters, from 1.
        package let column: Int
        /// The line's text from there on, 40 characters at most.
        package let excerpt: String

        /// - Parameter position: in characters of the whole statement, from 1, as the server counts. Nil where the statement has none such.
        init?(position: Int, in statement: String) {
            let scalars = statement.unicodeScalars
            guard position >= 1, position <= scalars.count + 1 else { return nil }
            let place = scalars.index(scalars.startIndex, offsetBy: position - 1)
            let before = scalars[..<place].split(separator: "\n", omittingEmptySubsequences: false)
            line = before.count
            column = (before.last?.count ?? 0) + 1
            excerpt = String(String.UnicodeScalarView(scalars[place...].prefix { $0 != "\n" }.prefix(40)))
        }

        package var description: String { "line \(line), column \(column), at \"\(excerpt)\"" }
    }
}
