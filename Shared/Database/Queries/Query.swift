/// A query, and how its answer becomes a value: what ``Transaction/together(_:)`` takes.
package struct Query<Answer: Sendable>: Sendable {
    let sql: SQL
    let read: @Sendable (ResultSet) throws -> Answer

    /// All rows.
    package static func all<Element: RowDecodable>(_ sql: SQL, as type: Element.Type = Element.self) -> Query where Answer == [Element] {
        Query(sql: sql) { try Element.decodeAll($0) }
    }

    /// The first row; nil where there is none.
    package static func first<Element: RowDecodable>(_ sql: SQL, as type: Element.Type = Element.self) -> Query where Answer == Element? {
        Query(sql: sql) { try $0.first.map { try Element($0) } }
    }

    /// The first column of the first row; nil where there is no row.
    package static func value<Value: ColumnDecodable>(_ sql: SQL, as type: Value.Type = Value.self) -> Query where Answer == Value? {
        Query(sql: sql) { try $0.first.map { try $0.first(as: Value.self) } }
    }

    /// The first column of all rows.
    package static func values<Value: ColumnDecodable>(_ sql: SQL, as type: Value.Type = Value.self) -> Query where Answer == [Value] {
        Query(sql: sql) { try $0.rows.map { try $0.first(as: Value.self) } }
    }

    /// The rows as they came.
    package static func rows(_ sql: SQL) -> Query where Answer == [Row] {
        Query(sql: sql) { $0.rows }
    }
}
