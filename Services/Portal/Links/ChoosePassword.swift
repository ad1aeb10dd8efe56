import Database
import Foundation
import Models
import Outbox
import ServiceKit

/// Gives an account the password that its person chose: by a link, or by the old one.
struct ChoosePassword: Sendable {
    let database: Database
    let accounts: AccountStore
    let sessions: Sessions
    let links: IssueLink
    let rules: PasswordRules
    let secondFactor: SecondFactor
    let hasher: PasswordHasher
    let throttle: SignInThrottle
    let outbox: Outbox
    /// Of the history and the audit trail.
    let clock: WallClock

    /// What a link opens.
    enum Opened: Sendable {
        case account(Account)
        /// It was asked for in another browser.
        case elsewhere
        /// It is over, used, or none.
        case over
    }

    func opened(by code: LinkCode, in browser: SessionID?) async throws -> Opened {
        try await database.transaction(.service) { transaction in
            let row = try await transaction.rows(
                "select account, browser_sha256 from account_links where code_sha256 = \(code.hash) and ends_at > \(Date())"
            ).first
            guard let row, let account = try await accounts.find(row.get("account"), in: transaction), account.active else { return .over }
            let asked: Data? = try row.get("browser_sha256")
            return asked == nil || asked == browser?.hash ? .account(account) : .elsewhere
        }
    }

    /// By a link, which is used up. Throws 422 for a password that will not do. Nil where the link is good no more.
    func byLink(_ code: LinkCode, in browser: SessionID?, password: String, reference: String) async throws -> Account? {
        guard case .account(let seen) = try await opened(by: code, in: browser) else { return nil }
        try check(password, for: seen)
        let hash = try await hasher.hash(password)
        return try await database.transaction(.service) { transaction in
            let used = try await transaction.value(
                "delete from account_links where code_sha256 = \(code.hash) and ends_at > \(Date()) returning account", as: AccountID.self)
            guard used == seen.id, let account = try await accounts.find(seen.id, locked: true, in: transaction), account.active else {
                return nil
            }
            try await put(hash, account, AuditActor(account, reference: reference), in: transaction)
            throttle.forget(login: account.login, in: transaction)
            return account
        }
    }

    /// By the old one, which is asked for again. Throws 422 where it is wrong, or the new one will not do.
    func change(_ id: AccountID, from old: String, to new: String, from address: ClientAddress, reference: String) async throws -> Account {
        let account = try await holder(id, of: old, from: address)
        try check(new, for: account)
        let hash = try await hasher.hash(new)
        return try await database.transaction(.service) { transaction in
            // Another one may have been chosen meanwhile, by a link: then the old one is wrong by now.
            guard let present = try await accounts.find(id, locked: true, in: transaction), present.active,
                present.password?.text == account.password?.text
            else { throw Problem.validation([Self.wrong]) }
            throttle.succeeded(login: account.login, from: address, in: transaction)
            try await put(hash, account, AuditActor(account, reference: reference), in: transaction)
            return account
        }
    }

    /// The account, where its person knows its password. Throws 422 where not, 429 where it was tried too often.
    func proven(_ id: AccountID, by password: String, from address: ClientAddress) async throws -> Account {
        let account = try await holder(id, of: password, from: address)
        try await database.transaction(.service) { throttle.succeeded(login: account.login, from: address, in: $0) }
        return account
    }

    private func holder(_ id: AccountID, of password: String, from address: ClientAddress) async throws -> Account {
        guard let account = try await database.transaction(.service, { try await accounts.find(id, in: $0) }), account.active else {
            throw Problem.notFound()
        }
        try await throttle.admit(login: account.login, from: address)
        guard try await hasher.holds(password, for: account.password) else { throw Problem.validation([Self.wrong]) }
        return account
    }

    private func check(_ password: String, for account: Account) throws {
        if let fault = rules.fault(of: password, shortest: account.shortestPassword(secondFactor), person: account.ownWords) {
            throw Problem.validation([fault])
        }
    }

    private func put(_ hash: PasswordHash, _ account: Account, _ actor: AuditActor, in transaction: Transaction) async throws {
        accounts.rehash(account.id, password: hash, in: transaction)
        links.withdraw(account.id, in: transaction)
        // Whoever knew the old one is out.
        try await sessions.endAll(of: account.id, outbox: outbox, in: transaction)
        try accounts.record(.passwordChosen, of: account, by: actor, at: clock.now, in: transaction)
    }

    private static let wrong = FieldError(
        "/old", code: "wrong", message: Bilingual(vi: "Mật khẩu hiện tại không đúng.", en: "The present password is not right."))
}
