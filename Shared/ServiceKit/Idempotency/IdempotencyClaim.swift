import Database
import Foundation

/// One use of an `Idempotency-Key`. The lock lasts as long as the transaction: whoever cannot have it is told at once, nobody waits.
struct IdempotencyClaim: Sendable {
    let caller: String
    let path: String
    let key: String
    let bodyDigest: Data

    enum Finding {
        case new, busy, otherBody
        case answered(StoredAnswer)
    }

    /// Answers are given again for 7 days.
    static let sweep = Sweep("answers to Idempotency-Keys") { "delete from idempotency where created_at < now() - interval '7 days'" }

    /// Takes the key's lock and looks for an answer of the last 7 days, in one round trip: the look begins once the lock is taken or refused.
    func look(in transaction: Transaction) async throws -> Finding {
        let name = "idempotency:\(caller)\u{1F}\(path)\u{1F}\(key)"
        let (isLocked, found) = try await transaction.together(
            Query.value("select pg_try_advisory_xact_lock(hashtextextended(\(name), 0))", as: Bool.self),
            Query.rows(
                """
                select body_sha256, status, headers, body
                from idempotency
                where caller = \(caller) and path = \(path) and key = \(key) and created_at >= now() - interval '7 days'
                """))
        guard isLocked == true else { return .busy }
        guard let row = found.first else { return .new }
        guard try row.get("body_sha256", as: Data.self) == bodyDigest else { return .otherBody }
        return .answered(
            try StoredAnswer(
                status: try row.get("status", as: Int?.self) ?? 200, headers: try row.get("headers", as: String?.self) ?? "{}",
                body: try row.get("body", as: Data?.self) ?? Data()))
    }

    /// Keeps the answer with the change that it tells of. What stands there is older than 7 days: the look has found no other, and the lock lets nobody
    /// else keep one.
    func keep(_ answer: StoredAnswer, in transaction: Transaction) {
        transaction.later(
            """
            insert into idempotency (caller, path, key, body_sha256, status, headers, body, created_at)
            values (\(caller), \(path), \(key), \(bodyDigest), \(answer.status), \(answer.headerText), \(answer.body), now())
            on conflict (caller, path, key) do update
            set body_sha256 = excluded.body_sha256, status = excluded.status, headers = excluded.headers, body = excluded.body,
                created_at = excluded.created_at
            """)
    }
}
