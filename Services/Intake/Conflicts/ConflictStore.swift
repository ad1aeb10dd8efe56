import Database
import Foundation
import Models

/// The SQL of conflicts found.
struct ConflictStore: Sendable {
    /// Keeps what was found with both cases.
    func record(_ conflicts: [CaseConflict], of record: CaseRecord, at now: Date, in transaction: Transaction) {
        for conflict in conflicts {
            transaction.later(
                """
                insert into case_conflicts (case_id, other, organisation, province, verdict, score, found_at)
                values (\(record.id), \(conflict.case), \(record.organisation), \(record.province), \(conflict.verdict), \(conflict.score), \(now))
                on conflict (case_id, other) do update set verdict = excluded.verdict, score = excluded.score
                """)
            transaction.later(
                """
                insert into case_conflicts (case_id, other, organisation, province, verdict, score, found_at)
                select id, \(record.id), organisation, province, \(conflict.verdict), \(conflict.score), \(now)
                from cases
                where id = \(conflict.case)
                on conflict (case_id, other) do update set verdict = excluded.verdict, score = excluded.score
                """)
        }
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

    func conflicts(of id: CaseID, in transaction: Transaction) async throws -> [CaseConflict] {
        try await transaction.rows("select other, verdict, score from case_conflicts where case_id = \(id) order by verdict, score desc")
            .map {
                CaseConflict(case: try $0.get("other"), verdict: try $0.get("verdict"), score: try $0.get("score"))
            }
    }
}
