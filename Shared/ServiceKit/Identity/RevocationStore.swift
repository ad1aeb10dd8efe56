package import Database
package import Foundation
package import Models
package import Outbox

/// The stored list of what was withdrawn, in a service's own schema.
package struct RevocationStore: Sendable {
    /// Seconds after which a withdrawal says nothing: no token lives longer than a day.
    private static let memory: TimeInterval = 2 * 86_400

    package init() {}

    /// Withdraws at Portal and tells every service: one token or all of one name (``Revocations/name(of:)``), or those of an account that were issued
    /// up to now.
    package func withdraw(
        _ jti: String? = nil, account: AccountID? = nil, at now: Date, telling outbox: Outbox, in transaction: Transaction
    ) async throws {
        let revoked = TokenRevoked(
            revocation: RevocationID(at: now), jti: jti, account: account, issuedUpTo: account == nil ? nil : now, occurredAt: now,
            recordedAt: now)
        try await keep(revoked, in: transaction)
        try outbox.publish(revoked, version: 1, in: transaction)
    }

    /// Adds to the list; a later withdrawal of an account's tokens covers an earlier one.
    package func keep(_ revoked: TokenRevoked, in transaction: Transaction) async throws {
        if let jti = revoked.jti {
            try await transaction.execute(
                "insert into revocations (jti, revoked_at) values (\(jti), \(revoked.occurredAt)) on conflict (jti) do nothing")
        }
        if let account = revoked.account {
            try await transaction.execute(
                """
                insert into revoked_accounts (account, issued_up_to)
                values (\(account), \(revoked.issuedUpTo ?? revoked.occurredAt))
                on conflict (account) do update
                set issued_up_to = greatest(revoked_accounts.issued_up_to, excluded.issued_up_to)
                """)
        }
    }

    /// Which of these tokens are on it.
    package func revoked(_ jtis: [String], in transaction: Transaction) async throws -> Set<String> {
        Set(try await transaction.rows("select jti from revocations where jti = any(\(jtis))").map { try $0.get("jti", as: String.self) })
    }

    /// Rereads the whole list into `revocations`.
    package func read(into revocations: Revocations, in transaction: Transaction) async throws {
        let tokens = try await transaction.rows("select jti from revocations").map { try $0.get("jti", as: String.self) }
        let accounts = try await transaction.rows("select account, issued_up_to from revoked_accounts").map { row in
            (try row.get("account", as: AccountID.self).description, try row.get("issued_up_to", as: Date.self))
        }
        revocations.replace(tokens: Set(tokens), accounts: Dictionary(accounts) { $1 })
    }

    /// Drops what says nothing any more.
    package func prune(at now: Date, in transaction: Transaction) async throws {
        let limit = now.addingTimeInterval(-Self.memory)
        transaction.later("delete from revocations where revoked_at < \(limit)")
        try await transaction.execute("delete from revoked_accounts where issued_up_to < \(limit)")
    }
}
