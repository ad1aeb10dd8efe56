import Database
import Foundation
import Models
import Outbox
import ServiceKit

/// Signs somebody in by login and password, and by a second factor where the account has one or must have one: a new session, always under a new id.
/// Successes, failures and attempts that came too early are on the audit trail.
struct SignIn: Sendable {
    let database: Database
    let accounts: AccountStore
    let sessions: Sessions
    let throttle: SignInThrottle
    let hasher: PasswordHasher
    let pending: PendingSignIns
    let secondFactor: SecondFactor
    let strangers: StrangerLines
    /// Of the audit trail.
    let clock: WallClock

    /// Where a sign-in stands after the password.
    enum Progress: Sendable {
        case done(Success)
        /// A code is asked for.
        case needsCode(SessionID)
        /// The role must have a second factor, and the account has none yet.
        case needsFactor(SessionID)
    }

    /// Who is in, and by which session.
    struct Success: Sendable {
        let account: Account
        let session: LiveSession.Begun
        /// Shown once, where a second factor was set just now.
        var recoveryCodes: [RecoveryCode] = []
    }

    /// Nil where login and password do not belong together, or the account may not sign in. Throws 429 where it was tried too often.
    func callAsFunction(
        login typed: String, password: String, from address: ClientAddress, browser: String?, reference: String
    ) async throws -> Progress? {
        let login = AccountDraft.plain(typed)
        let known = try await database.transaction(.service) { try await accounts.find(login: login, in: $0) }
        do {
            try await throttle.admit(login: login, from: address)
        } catch let problem as Problem {
            try await database.transaction(.service) {
                try await strangers.record("sign_in.throttled", known, from: address, reference, in: $0)
            }
            throw problem
        }
        guard try await hasher.holds(password, for: known?.password), let known, known.active else {
            try await record("sign_in.failed", known, reference)
            return nil
        }
        let renewed = known.password?.cost == hasher.cost ? nil : try await hasher.hash(password)
        return try await database.transaction(.service) { transaction in
            throttle.succeeded(login: login, from: address, in: transaction)
            // While the password was compared, the account may have been closed, or been given another one.
            guard let account = try await accounts.find(known.id, locked: true, in: transaction), account.active,
                account.password?.text == known.password?.text
            else {
                try transaction.audit(Self.entry("sign_in.failed", known, reference), at: clock.now)
                return nil
            }
            if let renewed { accounts.rehash(known.id, password: renewed, in: transaction) }
            return try await proceed(
                account, hasSecondFactor: false, browser: browser, reference: reference, in: transaction)
        }
    }

    /// What follows for whoever has shown who they are, by a password or by the identity provider.
    ///
    /// - Parameter hasSecondFactor: whether the provider asked for one that stands in for ours.
    func proceed(
        _ account: Account, hasSecondFactor: Bool, browser: String?, reference: String, in transaction: Transaction
    ) async throws -> Progress {
        guard hasSecondFactor || !(account.hasSecondFactor || secondFactor.isRequired(of: account.role)) else {
            let id = try await pending.begin(account.id, in: transaction)
            return account.hasSecondFactor ? .needsCode(id) : .needsFactor(id)
        }
        return .done(try await enter(account, browser, reference, in: transaction))
    }

    /// The second step: a code of the app, or a recovery code. Nil where it is wrong. Throws 401 where the first step is over, 429 where it was tried
    /// too often.
    func code(
        _ typed: String, of id: SessionID, from address: ClientAddress, browser: String?, reference: String
    ) async throws -> Success? {
        try await admitCode(of: id, from: address)
        return try await database.transaction(.service) { transaction in
            guard let account = try await pending.find(id, in: transaction), account.hasSecondFactor else { throw Problem.unauthorized() }
            guard try await secondFactor.takes(typed, of: account.id, in: transaction) else {
                pending.failed(id, in: transaction)
                try transaction.audit(Self.entry("sign_in.code-wrong", account, reference), at: clock.now)
                return nil
            }
            throttle.succeeded(codeOf: account.id, from: address, in: transaction)
            pending.end(id, in: transaction)
            return try await enter(account, browser, reference, in: transaction)
        }
    }

    /// The secret to be set up in the second step. Throws 401 where the first step is over.
    ///
    /// - Parameter again: the one that was shown last.
    func newFactor(of id: SessionID, again: Bool) async throws -> (account: Account, totp: TOTP) {
        try await database.transaction(.service) { transaction in
            guard let account = try await pending.find(id, in: transaction) else { throw Problem.unauthorized() }
            return (account, try await secondFactor.begin(account.id, again: again, in: transaction))
        }
    }

    private func admitCode(of id: SessionID, from address: ClientAddress) async throws {
        let account = try await database.transaction(.service) { try await pending.find(id, in: $0) }
        guard let account else { throw Problem.unauthorized() }
        try await throttle.admit(codeOf: account.id, from: address)
    }

    /// Sets it up by its first code, and is in. Nil where the code is wrong.
    func confirm(_ typed: String, of id: SessionID, browser: String?, reference: String) async throws -> Success? {
        try await database.transaction(.service) { transaction in
            guard let account = try await pending.find(id, in: transaction) else { throw Problem.unauthorized() }
            guard let codes = try await secondFactor.confirm(account.id, typed: typed, in: transaction) else {
                pending.failed(id, in: transaction)
                try transaction.audit(Self.entry("sign_in.code-wrong", account, reference), at: clock.now)
                return nil
            }
            pending.end(id, in: transaction)
            let actor = AuditActor(account, reference: reference)
            try accounts.record(.secondFactorSet, of: account, by: actor, at: clock.now, in: transaction)
            var success = try await enter(account, browser, reference, in: transaction)
            success.recoveryCodes = codes
            return success
        }
    }

    private func enter(_ account: Account, _ browser: String?, _ reference: String, in transaction: Transaction) async throws -> Success {
        try transaction.audit(Self.entry("sign_in.succeeded", account, reference), at: clock.now)
        return Success(account: account, session: try await sessions.begin(account.id, browser: browser, in: transaction))
    }

    private func record(_ action: String, _ account: Account?, _ reference: String) async throws {
        try await database.transaction(.service) { transaction in
            try transaction.audit(Self.entry(action, account, reference), at: clock.now)
        }
    }

    /// Without an account, nothing of what was typed is kept: people type passwords into the wrong field.
    static func entry(_ action: String, _ account: Account?, _ reference: String, details: [String: String] = [:]) -> AuditEntry {
        AuditEntry(
            actor: account?.id.description ?? "public", actorName: account?.displayName ?? "public", role: account?.role ?? .system,
            action: action, subjectKind: "account", subject: account?.id.uuid, organisation: account?.organisation, details: details,
            reference: reference)
    }
}
