package import Database

/// By which of its columns a list is sorted, and which way: `sort=name` of a query, `sort=-name` for the other way round.
package struct Sorting<Column: RawRepresentable & CaseIterable & Hashable & Sendable>: Hashable, Sendable where Column.RawValue == String {
    package let column: Column
    package let isDescending: Bool

    package init(_ column: Column, isDescending: Bool = false) {
        self.column = column
        self.isDescending = isDescending
    }

    /// Nil where it names none of the columns.
    init?(_ text: String) {
        guard let column = Column(rawValue: text.hasPrefix("-") ? String(text.dropFirst()) : text) else { return nil }
        self.init(column, isDescending: text.hasPrefix("-"))
    }

    /// As a query has it.
    package var text: String { (isDescending ? "-" : "") + column.rawValue }

    /// For an address; nil where the list is sorted so anyway.
    package func text(unless usual: Sorting) -> String? { self == usual ? nil : text }

    /// `order by` these expressions, all of them this way.
    package func order(by expressions: SQL...) -> SQL {
        let direction: SQL = isDescending ? "desc" : "asc"
        return "order by " + expressions.map { $0 + " " + direction }.joined(", ")
    }

    /// How what comes later in the list compares with what is shown last.
    package var beyond: SQL { isDescending ? "<" : ">" }
}

extension FieldReader {
    /// `sort` of a query.
    ///
    /// - Parameter usual: how the list is sorted where nothing is asked for.
    package func sorting<Column>(usually usual: Sorting<Column>) -> Sorting<Column> {
        let words = Column.allCases.flatMap { [$0.rawValue, "-" + $0.rawValue] }
        return optionalChoice("sort", among: words).flatMap { Sorting<Column>($0) } ?? usual
    }
}
