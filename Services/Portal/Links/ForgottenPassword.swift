import Database
import Foundation
import Models
import Outbox
import ServiceKit

/// Mails somebody a link who has forgotten their password. Who asks does not learn whether there is such an account, nor has it taken longer.
struct ForgottenPassword: Sendable {
    let database: Database
    let accounts: AccountStore
    let links: IssueLink
    let throttle: SignInThrottle
    let browsers: KnownBrowsers

    /// The link opens in the browser that asks alone; an invitation, which lasts for days, opens anywhere. Throws 429 where too much was asked for from one
    /// address, or for one login.
    func callAsFunction(login typed: String, browser: SessionID, _ visitor: SignInVisitor) async throws {
        let login = AccountDraft.plain(typed)
        let known = try await database.transaction(.service) { try await accounts.find(login: login, in: $0) }
        let number = known.flatMap { browsers.number(of: $0.id, in: visitor.knownBrowser) }
        // In a count of its own: who forgets a password has just tried some.
        try await throttle.admit(login: "forgotten:\(number.map(SignInThrottle.browser) ?? login)", from: visitor.address)
        try await database.transaction(.service) { transaction in
            guard let account = try await accounts.find(login: login, in: transaction), account.active else { return }
            let actor = AuditActor(id: "public", name: "public", role: .system, reference: visitor.reference)
            guard account.password != nil else { return try await links.send(.invitation, to: account, by: actor, in: transaction) }
            try await links.send(.password, to: account, by: actor, browser: browser.hash, in: transaction)
        }
    }
}
