import Database
import Foundation
import Models

/// The SQL of conflicts found.
struct ConflictStore: Sendable {
    /// Keeps what was found of each case with both.
    func record(_ found: [CaseID: [CaseConflict]], at now: Date, in transaction: Transaction) {
        // Two that are searched together may each find the other, and not quite alike: the stronger verdict is kept.
        var kept: [Pair: CaseConflict] = [:]
        for (id, conflicts) in found {
            for conflict in conflicts {
                for pair in [Pair(case: id, other: conflict.case), Pair(case: conflict.case, other: id)] {
                    if let other = kept[pair], !conflict.isStronger(than: other) { continue }
                    kept[pair] = conflict
                }
            }
        }
        guard !kept.isEmpty else { return }
        // In one order, so that two who keep the same pairs do not lock each other out.
        let pairs = kept.keys.sorted()
        let verdicts = pairs.compactMap { kept[$0] }
        transaction.later(
            """
            insert into case_conflicts (case_id, other, organisation, province, verdict, score, found_at)
            select cases.id, found.other, cases.organisation, cases.province, found.verdict, found.score, \(now)
            from unnest(\(pairs.map(\.case)), \(pairs.map(\.other)), \(verdicts.map(\.verdict)), \(verdicts.map(\.score)))
                with ordinality as found (case_id, other, verdict, score, place)
            join cases on cases.id = found.case_id
            order by place
            on conflict (case_id, other) do update set verdict = excluded.verdict, score = excluded.score
            """)
    }

    /// A case, and one that has something to do with it.
    private struct Pair: Hashable, Comparable {
        let `case`: CaseID
        let other: CaseID

        static func < (one: Pair, two: Pair) -> Bool { (one.case.uuid, one.other.uuid) < (two.case.uuid, two.other.uuid) }
    }

    /// Forgets what no longer holds between that case and `others`, with both.
    func lift(_ others: [CaseID], from id: CaseID, in transaction: Transaction) {
        guard !others.isEmpty else { return }
        transaction.later(
            """
            delete from case_conflicts
            where (case_id = \(id) and other = any (\(others))) or (other = \(id) and case_id = any (\(others)))
            """)
    }

    /// The codes of those cases that may be opened within a scope; the others' cases are there, and nothing more of them is known.
    func codes(of cases: [CaseID], within scope: Scope, in transaction: Transaction) async throws -> [CaseID: String] {
        guard !cases.isEmpty else { return [:] }
        let rows = try await transaction.rows("select id, code from cases where id = any (\(cases)) and \(scope.tenant)")
        return Dictionary(try rows.map { (try $0.get("id"), try $0.get("code")) }) { first, _ in first }
    }

    func conflicts(of id: CaseID, in transaction: Transaction) async throws -> [CaseConflict] {
        try await transaction.rows("select other, verdict, score from case_conflicts where case_id = \(id) order by verdict, score desc")
            .map {
                CaseConflict(case: try $0.get("other"), verdict: try $0.get("verdict"), score: try $0.get("score"))
            }
    }
}

extension CaseConflict {
    fileprivate func isStronger(than other: CaseConflict) -> Bool {
        verdict == other.verdict ? score > other.score : verdict == .conflict
    }
}
