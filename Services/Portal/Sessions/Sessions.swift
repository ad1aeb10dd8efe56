import Database
import Foundation
import Models
import Outbox
import ServiceKit

/// The sessions of signed-in browsers. They live on the machine's own clock, as tokens do, never on a demonstration's moved one.
struct Sessions: Sendable {
    /// Seconds from sign-in after which one signs in again: a working day.
    private static let longestLife: TimeInterval = 12 * 3_600
    /// Seconds without any use after which a session is over.
    private static let longestIdle: TimeInterval = 3_600

    let database: Database
    let accounts: AccountStore
    var clock = WallClock.system

    /// A new session of `account`; those that are over are cleared away.
    func begin(_ account: AccountID, in transaction: Transaction) async throws -> SessionID {
        let id = SessionID()
        let now = clock.now
        transaction.later("delete from sessions where ends_at < \(now)")
        try await transaction.execute(
            """
            insert into sessions (id_sha256, account, created_at, used_at, ends_at)
            values (\(id.hash), \(account), \(now), \(now), \(now.addingTimeInterval(Self.longestLife)))
            """)
        return id
    }

    /// The account of a live session, which is used by this; nil where there is none, it is over, or the account may no longer sign in.
    func use(_ id: SessionID) async throws -> Account? {
        let now = clock.now
        return try await database.transaction(.service) { transaction in
            let account = try await transaction.value(
                """
                update sessions
                set used_at = \(now)
                where id_sha256 = \(id.hash) and ends_at > \(now) and used_at > \(now.addingTimeInterval(-Self.longestIdle))
                returning account
                """, as: AccountID.self)
            guard let account, let found = try await accounts.find(account, in: transaction), found.active else { return nil }
            return found
        }
    }

    /// Ends one session. Returns whose it was.
    func end(_ id: SessionID, in transaction: Transaction) async throws -> AccountID? {
        try await transaction.value("delete from sessions where id_sha256 = \(id.hash) returning account", as: AccountID.self)
    }

    /// Ends every session of an account and withdraws the tokens that it has.
    func endAll(of account: AccountID, outbox: Outbox, in transaction: Transaction) async throws {
        let now = clock.now
        try await transaction.execute("delete from sessions where account = \(account)")
        let revoked = TokenRevoked(revocation: RevocationID(at: now), account: account, issuedUpTo: now, occurredAt: now, recordedAt: now)
        try await RevocationStore().keep(revoked, in: transaction)
        try outbox.publish(revoked, version: 1, in: transaction)
    }
}
