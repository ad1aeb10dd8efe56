import Database
import Foundation
import Models
import Outbox
import ServiceKit

/// Signs somebody in by login and password: a new session, always under a new id. Successes, failures and attempts that came too early are on
/// the audit trail.
struct SignIn: Sendable {
    let database: Database
    let accounts: AccountStore
    let sessions: Sessions
    let throttle: SignInThrottle
    let hasher: PasswordHasher
    /// Of the audit trail.
    let clock: WallClock

    /// Who is in, and by which session.
    struct Success: Sendable {
        let account: Account
        let session: SessionID
    }

    /// Nil where login and password do not belong together, or the account may not sign in. Throws 429 where it was tried too often.
    func callAsFunction(login typed: String, password: String, from address: ClientAddress, reference: String) async throws -> Success? {
        let login = AccountDraft.plain(typed)
        let known = try await database.transaction(.service) { try await accounts.find(login: login, in: $0) }
        do {
            try await throttle.admit(login: login, from: address)
        } catch let problem as Problem {
            try await record("sign_in.throttled", known, reference)
            throw problem
        }
        guard try await hasher.holds(password, for: known?.password), let known, known.active else {
            try await record("sign_in.failed", known, reference)
            return nil
        }
        let renewed = known.password.cost == hasher.cost ? nil : try await hasher.hash(password)
        return try await database.transaction(.service) { transaction in
            throttle.succeeded(login: login, from: address, in: transaction)
            if let renewed { accounts.rehash(known.id, password: renewed, in: transaction) }
            try transaction.audit(Self.entry("sign_in.succeeded", known, reference), at: clock.now)
            return Success(account: known, session: try await sessions.begin(known.id, in: transaction))
        }
    }

    private func record(_ action: String, _ account: Account?, _ reference: String) async throws {
        try await database.transaction(.service) { transaction in
            try transaction.audit(Self.entry(action, account, reference), at: clock.now)
        }
    }

    /// Without an account, nothing of what was typed is kept: people type passwords into the wrong field.
    private static func entry(_ action: String, _ account: Account?, _ reference: String) -> AuditEntry {
        AuditEntry(
            actor: account?.id.description ?? "public", actorName: account?.displayName ?? "public", role: account?.role ?? .system,
            action: action, subjectKind: "account", subject: account?.id.uuid, organisation: account?.organisation, reference: reference)
    }
}
