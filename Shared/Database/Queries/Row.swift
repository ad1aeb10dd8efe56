import Models

/// One row of an answer.
package struct Row: Sendable {
    let result: ResultSet
    let index: Int

    /// The value of the column called `column`; throws where there is none, or where it does not fit (a null into a type that is not optional).
    package func get<Value: ColumnDecodable>(_ column: String, as type: Value.Type = Value.self) throws -> Value {
        guard let position = result.columns.position(of: column) else {
            throw DatabaseError(kind: .decoding, message: "the answer has no column \(column)")
        }
        return try Value.decode(result.cell(row: index, column: position))
    }

    /// The value of the first column.
    func first<Value: ColumnDecodable>(as type: Value.Type) throws -> Value {
        try Value.decode(result.cell(row: index, column: 0))
    }
}

/// A type that reads itself from a row, naming the columns it needs.
package protocol RowDecodable: Sendable {
    init(_ row: Row) throws
}

extension RowDecodable {
    static func decodeAll(_ result: ResultSet) throws -> [Self] {
        try (0..<result.count).map { try Self(Row(result: result, index: $0)) }
    }
}

extension ResultSet {
    var rows: [Row] { (0..<count).map { Row(result: self, index: $0) } }

    /// Nil where there is no row.
    var first: Row? { count > 0 ? Row(result: self, index: 0) : nil }
}
