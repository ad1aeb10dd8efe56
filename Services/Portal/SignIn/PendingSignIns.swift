import Database
import Foundation
import Models
import ServiceKit

/// Sign-ins whose password was right and whose second factor is to follow, for ten minutes and a few attempts.
struct PendingSignIns: Sendable {
    private static let life: TimeInterval = 600
    private static let mostFailures = 5

    let accounts: AccountStore
    var clock = WallClock.system

    func begin(_ account: AccountID, in transaction: Transaction) async throws -> SessionID {
        let id = SessionID()
        let now = clock.now
        try await transaction.execute(
            """
            insert into pending_sign_ins (id_sha256, account, ends_at, failures)
            values (\(id.hash), \(account), \(now.addingTimeInterval(Self.life)), 0)
            """)
        return id
    }

    var sweep: Sweep { Sweep("sign-ins half-way") { "delete from pending_sign_ins where ends_at < \(clock.now)" } }

    /// Whose it is, locked until the commit; nil where it is over, or was tried too often.
    func find(_ id: SessionID, in transaction: Transaction) async throws -> Account? {
        let account = try await transaction.value(
            """
            select account
            from pending_sign_ins
            where id_sha256 = \(id.hash) and ends_at > \(clock.now) and failures < \(Self.mostFailures)
            for update
            """, as: AccountID.self)
        guard let account, let found = try await accounts.find(account, in: transaction), found.active else { return nil }
        return found
    }

    func failed(_ id: SessionID, in transaction: Transaction) {
        transaction.later("update pending_sign_ins set failures = failures + 1 where id_sha256 = \(id.hash)")
    }

    func end(_ id: SessionID, in transaction: Transaction) {
        transaction.later("delete from pending_sign_ins where id_sha256 = \(id.hash)")
    }
}
