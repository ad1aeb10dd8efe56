import CPostgreSQL

/// The columns of an answer: found once a prepared statement, and shared by all its answers.
final class Columns: Sendable {
    static let none = Columns(names: [], types: [])

    let names: [String]
    /// The types' OIDs.
    let types: [UInt32]

    private init(names: [String], types: [UInt32]) {
        self.names = names
        self.types = types
    }

    convenience init(of result: OpaquePointer) {
        let all = 0..<PQnfields(result)
        self.init(names: all.map { PQfname(result, $0).map { String(cString: $0) } ?? "" }, types: all.map { PQftype(result, $0) })
    }

    /// Nil where there is none of that name. (To compare a few short names is quicker than to hash one.)
    func position(of name: String) -> Int? { names.firstIndex(of: name) }
}
