import Crypto
import Database
import Foundation
import Models
import Outbox
import ServiceKit

/// Sends somebody a link by which they choose a password, once. An account has one that was sent to it, the latest, and one for
/// each browser that asked.
struct IssueLink: Sendable {
    /// Seconds that a link is good.
    private static let invitationLife: TimeInterval = 7 * 86_400
    static let passwordLife = 3_600

    let accounts: AccountStore
    let outbox: Outbox
    /// Of the history and the audit trail.
    let clock: WallClock

    /// Nothing where the account has no address.
    ///
    /// - Parameter browser: the one that asked, as the hash of its cookie: the link opens nowhere else. Nil where somebody else has it sent.
    func send(
        _ purpose: AccountLinkIssued.Purpose, to account: Account, by actor: AuditActor, browser: Data? = nil, in transaction: Transaction
    ) async throws {
        guard let email = account.email else { return }
        // Links live on the machine's own clock, as sessions do.
        let now = Date()
        let id = AccountLinkID(at: now)
        let code = LinkCode()
        let endsAt = now.addingTimeInterval(purpose == .invitation ? Self.invitationLife : TimeInterval(Self.passwordLife))
        // What somebody asks for in their browser takes no link away that others have been sent.
        let isAsked = browser != nil
        transaction.later(
            """
            delete from account_links
            where account = \(account.id) and (ends_at <= \(now) or not \(isAsked) or browser_sha256 = \(browser))
            """)
        try await transaction.execute(
            """
            insert into account_links (id, code_sha256, account, purpose, created_at, ends_at, browser_sha256)
            values (\(id), \(code.hash), \(account.id), \(purpose.rawValue), \(now), \(endsAt), \(browser))
            """)
        try outbox.publish(
            AccountLinkIssued(
                link: id, account: account.id, purpose: purpose, displayName: account.displayName, login: account.login, email: email,
                path: "/account/link?code=\(code.text)", endsAt: endsAt, occurredAt: clock.now, recordedAt: clock.now),
            version: 1, in: transaction)
        try accounts.record(
            .linkSent, of: account, by: actor, details: ["purpose": purpose.rawValue], at: clock.now, in: transaction)
    }

    var sweep: Sweep { Sweep("links to choose a password") { "delete from account_links where ends_at <= \(Date())" } }

    /// Whatever link the account has is good no more.
    func withdraw(_ account: AccountID, in transaction: Transaction) {
        transaction.later("delete from account_links where account = \(account)")
    }
}

/// The secret of a link: 256 random bits, of which the database has the hash.
struct LinkCode: Sendable {
    let text: String

    init() {
        text = SessionID().cookie
    }

    /// As it came; nil where it cannot be one.
    init?(_ text: String?) {
        guard let text, SessionID(cookie: text) != nil else { return nil }
        self.text = text
    }

    var hash: Data { Data(SHA256.hash(data: Data("link:\(text)".utf8))) }
}
