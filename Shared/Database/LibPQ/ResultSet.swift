import CPostgreSQL
import Glibc

/// An answer of the server. Owns the PGresult and frees it.
///
/// `@unchecked Sendable`: a PGresult is never written after libpq has handed it over, and libpq allows any thread to read it.
final class ResultSet: @unchecked Sendable {
    private let result: OpaquePointer
    let columns: Columns
    /// Rows in the answer.
    let count: Int

    /// Takes over `result`, whose columns are known if its statement was answered before.
    init(owning result: OpaquePointer, columns: Columns? = nil) {
        self.result = result
        count = Int(PQntuples(result))
        let fields = PQnfields(result)
        if let columns, columns.names.count == Int(fields) {
            self.columns = columns
        } else {
            self.columns = fields == 0 ? Columns.none : Columns(of: result)
        }
    }

    deinit {
        PQclear(result)
    }

    /// Rows that an insert, update or delete touched; the rows of a select.
    var affected: Int {
        guard let digits = PQcmdTuples(result), digits.pointee != 0 else { return count }
        return strtol(digits, nil, 10)
    }

    /// Whether a `commit` was answered by a rollback: an earlier statement had failed.
    var isRollback: Bool { String(cString: PQcmdStatus(result)) == "ROLLBACK" }

    func cell(row: Int, column: Int) -> Cell {
        let (line, place) = (Int32(row), Int32(column))
        guard PQgetisnull(result, line, place) == 0, let start = PQgetvalue(result, line, place) else {
            return Cell(owner: self, column: column, type: columns.types[column], content: nil)
        }
        let content = UnsafeRawBufferPointer(start: start, count: Int(PQgetlength(result, line, place)))
        return Cell(owner: self, column: column, type: columns.types[column], content: content)
    }
}
