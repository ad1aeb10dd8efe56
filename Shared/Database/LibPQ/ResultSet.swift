import CPostgreSQL

/// An answer of the server. Owns the PGresult and frees it.
///
/// `@unchecked Sendable`: a PGresult is never written after libpq has handed it over, and libpq allows any thread to read it.
final class ResultSet: @unchecked Sendable {
    private let result: OpaquePointer

    /// Takes over `result`.
    init(owning result: OpaquePointer) {
        self.result = result
    }

    deinit {
        PQclear(result)
    }

    /// Rows in the answer.
    var count: Int { Int(PQntuples(result)) }

    /// Rows that an insert, update or delete touched; the rows of a select.
    var affected: Int { Int(String(cString: PQcmdTuples(result))) ?? count }

    /// The place of a column; nil where the answer has none of that name.
    func position(of column: String) -> Int? {
        let position = PQfnumber(result, "\"\(column)\"")
        return position < 0 ? nil : Int(position)
    }

    func cell(row: Int, column: Int) -> Cell {
        let (row, column) = (Int32(row), Int32(column))
        let name = PQfname(result, column).map { String(cString: $0) } ?? "\(column)"
        let type = PQftype(result, column)
        guard PQgetisnull(result, row, column) == 0, let start = PQgetvalue(result, row, column) else {
            return Cell(column: name, type: type, content: nil)
        }
        let bytes = UnsafeRawBufferPointer(start: start, count: Int(PQgetlength(result, row, column)))
        return Cell(column: name, type: type, content: Array(bytes))
    }

    /// The error that this answer is; nil where it is none.
    func error(in statement: String) -> DatabaseError? {
        switch PQresultStatus(result) {
        case PGRES_FATAL_ERROR, PGRES_BAD_RESPONSE, PGRES_NONFATAL_ERROR: break
        case PGRES_PIPELINE_ABORTED:
            return DatabaseError(kind: .server, message: "not run: an earlier statement of the same round trip failed")
        default: return nil
        }
        var error = DatabaseError(kind: .server, message: field("M") ?? "the server gave no reason")
        error.sqlState = field("C")
        error.detail = field("D")
        error.constraint = field("n")
        error.statement = statement
        return error
    }

    private func field(_ code: Character) -> String? {
        PQresultErrorField(result, Int32(code.asciiValue ?? 0)).map { String(cString: $0) }
    }
}
