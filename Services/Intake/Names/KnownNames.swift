import Database
import Models

/// The dictionary of spellings (`names`): every name that anybody ever bore here, once, with its traces. It says of nobody in particular.
struct KnownNames: Sendable {
    /// Adds up to `limit` names of parties that were registered before there was a dictionary. Returns how many there were.
    func catchUp(limit: Int, in transaction: Transaction) async throws -> Int {
        let missing = try await transaction.rows(
            "select distinct name_key from parties where not exists (select from names where names.key = parties.name_key) limit \(limit)")
        try insert(missing, in: transaction)
        return missing.count
    }

    /// Adds the names of the parties of `cases`. Returns how many were missing. Commit before you search: whoever registers at the same moment finds
    /// the names then.
    @discardableResult
    func learn(namesIn cases: [CaseID], in transaction: Transaction) async throws -> Int {
        let missing = try await transaction.rows(
            """
            select distinct parties.name_key
            from cases join parties on parties.request = cases.request
            where cases.id = any (\(cases)) and not exists (select from names where names.key = parties.name_key)
            """)
        try insert(missing, in: transaction)
        return missing.count
    }

    private func insert(_ missing: [Row], in transaction: Transaction) throws {
        let spellings = Set(try missing.map { Spelling(key: try $0.get("name_key")) })
        // In one order, so that two who add the same names do not lock each other out.
        for spelling in spellings.sorted(by: { $0.key < $1.key }) {
            transaction.later("insert into names (key, traces) values (\(spelling.key), \(spelling.kept)) on conflict do nothing")
        }
    }

    /// The names that may be one of `spellings`, written in one way or another, from `least` likeness on; each itself among them if it is known.
    func like(_ spellings: [Spelling], least: Double, in transaction: Transaction) async throws -> [Spelling: [LikeName]] {
        let candidates = try await candidates(of: spellings, in: transaction)
        var like: [Spelling: [LikeName]] = [:]
        // The thread is everybody's: the others have their turn after a millisecond or two.
        for start in stride(from: 0, to: candidates.count, by: Self.portion) {
            if start > 0 { await Task.yield() }
            let portion = candidates[start..<min(start + Self.portion, candidates.count)]
            like.merge(self.like(Array(portion), to: portion.map(\.asked), least: least)) { $0 + $1 }
        }
        return like
    }

    /// Candidates that are compared at a stretch.
    private static let portion = 64

    /// The names that share a trace with one of `spellings`.
    func candidates(of spellings: [Spelling], in transaction: Transaction) async throws -> [(asked: Spelling, known: Spelling)] {
        try await transaction.rows(Self.query(spellings)).map {
            (Spelling(key: try $0.get("asked")), Spelling(key: try $0.get("key")))
        }
    }

    static func query(_ spellings: [Spelling]) -> SQL {
        let asked = spellings.map { ($0.key, $0.asked) }
        return """
            select asked.key as asked, names.key as key
            from (
                select key, array_agg(trace) as traces
                from unnest(\(asked.flatMap { name in name.1.map { _ in name.0 } }), \(asked.flatMap(\.1))) as trace (key, trace)
                group by key
            ) as asked
            join names on names.traces && asked.traces
            """
    }

    /// Those of `candidates` that are alike enough.
    func like(_ candidates: [(asked: Spelling, known: Spelling)], to spellings: [Spelling], least: Double) -> [Spelling: [LikeName]] {
        let compared = Dictionary(spellings.map { ($0, ComparedName($0)) }) { first, _ in first }
        var like: [Spelling: [LikeName]] = [:]
        for (asked, known) in candidates {
            let likeness = compared[asked]?.likeness(to: known) ?? 0
            if likeness >= least { like[asked, default: []].append(LikeName(key: known.key, likeness: likeness)) }
        }
        return like
    }
}

/// A name of the dictionary that may be another one.
struct LikeName: Sendable {
    let key: String
    /// From 0 to 1.
    let likeness: Double
}
