import Database
import Foundation
import Models

/// The SQL of mails.
struct EmailStore: Sendable {
    /// Writes one with the next round trip, unless the same was written before.
    func insert(_ email: NewEmail, in transaction: Transaction) {
        transaction.later(
            """
            insert into emails (id, organisation, province, case_id, kind, cause, audience, recipient, recipient_name, subject, body,
                created_at)
            values (\(email.id), \(email.about?.organisation), \(email.about?.province), \(email.about?.case), \(email.kind), \(email.cause),
                \(email.addressee.audience), \(email.address), \(email.addressee.name), \(email.subject), \(email.body),
                \(email.createdAt))
            on conflict on constraint emails_once do nothing
            """)
    }

    /// Takes up to `limit` mails that are due, for `seconds`: until then no other copy of the service takes them.
    func claim(limit: Int, for seconds: Int, in transaction: Transaction) async throws -> [Email] {
        try await transaction.all(
            """
            update emails
            set lease = gen_random_uuid(), attempts = attempts + 1,
                next_attempt_at = clock_timestamp() + make_interval(secs => \(Double(seconds)))
            from (
                select id
                from emails
                where state = 'waiting' and next_attempt_at <= clock_timestamp()
                order by next_attempt_at
                limit \(limit)
                for update skip locked
            ) as due
            where emails.id = due.id
            returning \(Email.columns)
            """)
    }

    /// It arrived, whoever sent it; a secret is not kept. False where that is known already.
    func delivered(_ email: Email, at now: Date, in transaction: Transaction) async throws -> Bool {
        try await transaction.execute(
            """
            update emails
            set state = 'delivered', ended_at = \(now), lease = null, last_error = null,
                body = case when \(email.kind.isSecret) then '' else body end
            where id = \(email.id) and state = 'waiting'
            """) == 1
    }

    /// It never will. False where somebody else has it by now.
    func failed(_ email: Email, because why: String, at now: Date, in transaction: Transaction) async throws -> Bool {
        try await transaction.execute(
            """
            update emails
            set state = 'failed', ended_at = \(now), lease = null, last_error = \(why),
                body = case when \(email.kind.isSecret) then '' else body end
            where id = \(email.id) and state = 'waiting' and lease = \(email.lease)
            """) == 1
    }

    /// Not this time: again after `seconds`.
    func putOff(_ email: Email, for seconds: Double, because why: String, in transaction: Transaction) async throws {
        try await transaction.execute(
            """
            update emails
            set lease = null, last_error = \(why), next_attempt_at = clock_timestamp() + make_interval(secs => \(seconds))
            where id = \(email.id) and state = 'waiting' and lease = \(email.lease)
            """)
    }
}
