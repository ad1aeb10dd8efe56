import CPostgreSQL
import Synchronization

/// The columns of an answer: found once a prepared statement, and shared by all its answers.
final class Columns: Sendable {
    static let none = Columns(names: [], types: [])

    let names: [String]
    /// The types' OIDs.
    let types: [UInt32]
    /// Behind the one that was asked for last: rows are mostly read in the order of their columns. Where two have one name, the first counts.
    private let next = Atomic<Int>(0)
    private let hasTwins: Bool

    private init(names: [String], types: [UInt32]) {
        self.names = names
        self.types = types
        hasTwins = Set(names).count < names.count
    }

    convenience init(of result: OpaquePointer) {
        let all = 0..<PQnfields(result)
        self.init(names: all.map { PQfname(result, $0).map { String(cString: $0) } ?? "" }, types: all.map { PQftype(result, $0) })
    }

    /// Nil where there is none of that name. (To compare a few short names is quicker than to hash one.)
    func position(of name: String) -> Int? {
        let likely = next.load(ordering: .relaxed)
        guard let found = likely < names.count && names[likely] == name ? likely : names.firstIndex(of: name) else { return nil }
        if !hasTwins { next.store(found + 1, ordering: .relaxed) }
        return found
    }
}
