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
    let browsers: KnownBrowsers
    let strangers: StrangerLines
    let places: SignInPlaces
    /// Of the audit trail.
    let clock: WallClock

    /// Where a sign-in stands after the password.
    enum Progress: Sendable {
        case done(Success)
        /// A code is asked for.
        case needsCode(SessionID)
        /// The role must have a second factor, or the password is too short to stand alone, and the account has none yet.
        case needsFactor(SessionID)
    }

    /// Who is in, and by which session.
    struct Success: Sendable {
        let account: Account
        let session: LiveSession.Begun
        /// The cookie by which the browser is known from now on.
        let browser: String
        /// Shown once, where a second factor was set just now.
        var recoveryCodes: [RecoveryCode] = []
    }

    /// Nil where login and password do not belong together, or the account may not sign in. Throws 429 where it was tried too often.
    func callAsFunction(
        login typed: String, password: String, _ visitor: SignInVisitor
    ) async throws -> Progress? {
        let login = AccountDraft.plain(typed)
        let known = try await database.transaction(.service) { try await accounts.find(login: login, in: $0) }
        let number = known.flatMap { browsers.number(of: $0.id, in: visitor.knownBrowser) }
        let attempts = number.map(SignInThrottle.browser) ?? login
        do {
            try await throttle.admit(login: attempts, from: visitor.address)
        } catch let problem as Problem {
            try await database.transaction(.service) {
                try await strangers.record("sign_in.throttled", known, visitor, in: $0)
            }
            throw problem
        }
        let caller = PasswordHasher.Caller(address: visitor.address.digest, isKnown: number != nil)
        guard try await hasher.holds(password, for: known?.password, asked: caller), let known, known.active else {
            try await database.transaction(.service) { try tell("sign_in.failed", known, visitor, in: $0) }
            return nil
        }
        let renewed = known.password?.cost == hasher.cost ? nil : try await hasher.hash(password)
        return try await database.transaction(.service) { transaction in
            throttle.succeeded(login: attempts, from: visitor.address, in: transaction)
            // While the password was compared, the account may have been closed, or been given another one.
            guard let account = try await accounts.find(known.id, locked: true, in: transaction), account.active,
                account.password?.text == known.password?.text
            else {
                try tell("sign_in.failed", known, visitor, in: transaction)
                return nil
            }
            if let renewed { accounts.rehash(known.id, password: renewed, in: transaction) }
            // Chosen while a second factor stood beside it, which has gone since.
            let isShort = password.precomposedStringWithCanonicalMapping.count < PasswordRules.shortestAlone
            return try await proceed(account, hasSecondFactor: false, mustHaveOne: isShort, visitor, in: transaction)
        }
    }

    /// What follows for whoever has shown who they are, by a password or by the identity provider.
    ///
    /// - Parameters:
    ///   - hasSecondFactor: whether the provider asked for one that stands in for ours.
    ///   - mustHaveOne: whether a second factor is asked for whatever the role.
    func proceed(
        _ account: Account, hasSecondFactor: Bool, mustHaveOne: Bool = false, _ visitor: SignInVisitor, in transaction: Transaction
    ) async throws -> Progress {
        guard hasSecondFactor || !(account.hasSecondFactor || mustHaveOne || secondFactor.isRequired(of: account.role)) else {
            let id = try await pending.begin(account.id, in: transaction)
            return account.hasSecondFactor ? .needsCode(id) : .needsFactor(id)
        }
        return .done(try await enter(account, visitor, in: transaction))
    }

    /// The second step: a code of the app, or a recovery code. Nil where it is wrong. Throws 401 where the first step is over, 429 where it was tried
    /// too often.
    func code(_ typed: String, of id: SessionID, _ visitor: SignInVisitor) async throws -> Success? {
        try await admitCode(of: id, from: visitor.address)
        return try await database.transaction(.service) { transaction in
            guard let account = try await pending.find(id, in: transaction), account.hasSecondFactor else { throw Problem.unauthorized() }
            guard try await secondFactor.takes(typed, of: account.id, in: transaction) else {
                pending.failed(id, in: transaction)
                try tell("sign_in.code-wrong", account, visitor, in: transaction)
                return nil
            }
            throttle.succeeded(codeOf: account.id, from: visitor.address, in: transaction)
            pending.end(id, in: transaction)
            return try await enter(account, visitor, in: transaction)
        }
    }

    /// What is to be set up in the second step. Throws 401 where the first step is over, 409 where the account has a second factor by now.
    ///
    /// - Parameter given: what the form carried along.
    func newFactor(of id: SessionID, given: String?) async throws -> (account: Account, factor: NewFactor, isNew: Bool) {
        try await database.transaction(.service) { transaction in
            guard let account = try await pending.find(id, in: transaction) else { throw Problem.unauthorized() }
            let (factor, isNew) = try await secondFactor.begin(account.id, given: given, in: transaction)
            return (account, factor, isNew)
        }
    }

    private func admitCode(of id: SessionID, from address: ClientAddress) async throws {
        let account = try await database.transaction(.service) { try await pending.find(id, in: $0) }
        guard let account else { throw Problem.unauthorized() }
        try await throttle.admit(codeOf: account.id, from: address)
    }

    /// Sets it up by its first code, and is in. Nil where the code is wrong.
    func confirm(_ factor: NewFactor, by typed: String, of id: SessionID, _ visitor: SignInVisitor) async throws -> Success? {
        try await database.transaction(.service) { transaction in
            guard let account = try await pending.find(id, in: transaction) else { throw Problem.unauthorized() }
            guard let codes = try await secondFactor.confirm(account.id, factor, typed: typed, in: transaction) else {
                pending.failed(id, in: transaction)
                try tell("sign_in.code-wrong", account, visitor, in: transaction)
                return nil
            }
            pending.end(id, in: transaction)
            let actor = AuditActor(account, reference: visitor.reference)
            try accounts.record(.secondFactorSet, of: account, by: actor, at: clock.now, in: transaction)
            var success = try await enter(account, visitor, in: transaction)
            success.recoveryCodes = codes
            return success
        }
    }

    private func enter(_ account: Account, _ visitor: SignInVisitor, in transaction: Transaction) async throws -> Success {
        try tell("sign_in.succeeded", account, visitor, in: transaction)
        return Success(
            account: account, session: try await sessions.begin(account.id, browser: visitor.browser, in: transaction),
            browser: try browsers.cookie(after: account.id, visitor.knownBrowser))
    }

    /// What happened, for the audit trail, and from where, beside it.
    func tell(_ action: String, _ account: Account?, _ visitor: SignInVisitor, in transaction: Transaction) throws {
        places.keep(action, account?.id, visitor, in: transaction)
        try transaction.audit(Self.entry(action, account, visitor.reference), at: clock.now)
    }

    /// Without an account, nothing of what was typed is kept: people type passwords into the wrong field.
    static func entry(_ action: String, _ account: Account?, _ reference: String, details: [String: String] = [:]) -> AuditEntry {
        AuditEntry(
            actor: account?.id.description ?? "public", actorName: account?.displayName ?? "public", role: account?.role ?? .system,
            action: action, subjectKind: "account", subject: account?.id.uuid, organisation: account?.organisation, details: details,
            reference: reference)
    }
}
