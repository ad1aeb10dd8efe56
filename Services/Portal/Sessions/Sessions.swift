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

    /// A new session of `account`.
    ///
    /// - Parameters:
    ///   - browser: how the browser calls itself.
    ///   - confirmedAt: when its person last showed who they are; nil where they have just done so.
    func begin(_ account: AccountID, browser: String?, confirmedAt: Date? = nil, in transaction: Transaction) async throws
        -> LiveSession.Begun
    {
        let id = SessionID()
        let key = SessionKey(at: clock.now)
        let now = clock.now
        try await transaction.execute(
            """
            insert into sessions (id_sha256, key, account, browser, created_at, used_at, confirmed_at, ends_at)
            values (\(id.hash), \(key), \(account), \(browser.map { String($0.prefix(300)) }), \(now), \(now),
                \(confirmedAt ?? now), \(now.addingTimeInterval(Self.longestLife)))
            """)
        return LiveSession.Begun(id: id, key: key)
    }

    var sweep: Sweep { Sweep("sessions") { "delete from sessions where ends_at < \(clock.now)" } }

    /// The account of a live session, which is used by this; nil where there is none, it is over, or the account may no longer sign in.
    func use(_ id: SessionID) async throws -> LiveSession? {
        let now = clock.now
        return try await database.transaction(.service) { transaction in
            let row = try await transaction.rows(
                """
                update sessions
                set used_at = \(now)
                where id_sha256 = \(id.hash) and ends_at > \(now) and used_at > \(now.addingTimeInterval(-Self.longestIdle))
                returning account, key
                """
            ).first
            guard let row, let found = try await accounts.find(row.get("account"), in: transaction), found.active else { return nil }
            return LiveSession(account: found, key: try row.get("key"))
        }
    }

    /// Whether the person of a session has shown who they are within the last `seconds`.
    func isConfirmed(_ key: SessionKey, within seconds: TimeInterval, in transaction: Transaction) async throws -> Bool {
        guard let confirmedAt = try await confirmedAt(key, in: transaction) else { return false }
        return confirmedAt > clock.now.addingTimeInterval(-seconds)
    }

    /// When the person of a session last showed who they are; nil where there is no such session.
    func confirmedAt(_ key: SessionKey, in transaction: Transaction) async throws -> Date? {
        try await transaction.value("select confirmed_at from sessions where key = \(key)", as: Date.self)
    }

    /// They have shown it just now.
    func confirm(_ key: SessionKey, in transaction: Transaction) async throws {
        try await transaction.execute("update sessions set confirmed_at = \(clock.now) where key = \(key)")
    }

    /// The live sessions of an account, the last used first.
    func list(of account: AccountID, in transaction: Transaction) async throws -> [SessionEntry] {
        let now = clock.now
        return try await transaction.all(
            """
            select key, browser, created_at, used_at
            from sessions
            where account = \(account) and ends_at > \(now) and used_at > \(now.addingTimeInterval(-Self.longestIdle))
            order by used_at desc
            """)
    }

    /// Ends one session and withdraws its tokens. Returns whose it was.
    func end(_ id: SessionID, outbox: Outbox, in transaction: Transaction) async throws -> AccountID? {
        let row = try await transaction.rows("delete from sessions where id_sha256 = \(id.hash) returning account, key").first
        guard let row else { return nil }
        try await withdraw(try row.get("key"), outbox: outbox, in: transaction)
        return try row.get("account")
    }

    /// The same by its name in public, where it is one of the account's. False where there is none.
    func end(_ key: SessionKey, of account: AccountID, outbox: Outbox, in transaction: Transaction) async throws -> Bool {
        guard try await transaction.execute("delete from sessions where key = \(key) and account = \(account)") == 1 else { return false }
        try await withdraw(key, outbox: outbox, in: transaction)
        return true
    }

    private func withdraw(_ key: SessionKey, outbox: Outbox, in transaction: Transaction) async throws {
        try await RevocationStore().withdraw(Revocations.name(of: key), at: clock.now, telling: outbox, in: transaction)
    }

    /// Ends every session of an account and withdraws the tokens that it has: by the sessions too, since a session that is being renewed at this
    /// moment makes a token that is younger than what is withdrawn here.
    func endAll(of account: AccountID, outbox: Outbox, in transaction: Transaction) async throws {
        let now = clock.now
        let keys = try await transaction.rows("delete from sessions where account = \(account) returning key").map {
            try $0.get("key", as: SessionKey.self)
        }
        for key in keys { try await withdraw(key, outbox: outbox, in: transaction) }
        // Also what is half-way in.
        transaction.later("delete from pending_sign_ins where account = \(account)")
        try await RevocationStore().withdraw(account: account, at: now, telling: outbox, in: transaction)
    }
}
