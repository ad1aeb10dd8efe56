import CPostgreSQL

extension DatabaseError {
    /// The error that an answer is; nil where it is none.
    init?(_ result: OpaquePointer, statement: @autoclosure () -> String) {
        switch PQresultStatus(result) {
        case PGRES_FATAL_ERROR, PGRES_BAD_RESPONSE, PGRES_NONFATAL_ERROR: break
        case PGRES_PIPELINE_ABORTED:
            self.init(kind: .server, message: "not run: an earlier statement of the same round trip failed")
            self.statement = statement()
            return
        default: return nil
        }
        func field(_ code: Unicode.Scalar) -> String? {
            PQresultErrorField(result, Int32(code.value)).map { String(cString: $0) }
        }
        let whole = PQresultErrorMessage(result).map { String(cString: $0) } ?? ""
        self.init(kind: .server, message: field("M") ?? (whole.isEmpty ? "the server gave no reason" : whole))
        sqlState = field("C")
        detail = field("D")
        hint = field("H")
        context = field("W")
        schema = field("s")
        table = field("t")
        column = field("c")
        constraint = field("n")
        isStalePlan = sqlState == "0A000" && field("R") == "RevalidateCachedQuery"
        let text = statement()
        self.statement = text
        place = field("P").flatMap { Int($0) }.flatMap { Place(position: $0, in: text) }
    }
}
