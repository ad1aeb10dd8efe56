import Database
import Foundation
import Models
import Outbox
import ServiceKit

/// Ends a session, and withdraws the token that goes with it from every service.
struct SignOut: Sendable {
    let database: Database
    let accounts: AccountStore
    let sessions: Sessions
    let outbox: Outbox
    let revocations: Revocations
    /// Of the audit trail.
    let clock: WallClock

    /// - Parameters:
    ///   - session: of the cookie; nil where there was none.
    ///   - identity: of the token, where it still holds.
    func callAsFunction(_ session: SessionID?, _ identity: Identity?, reference: String) async throws {
        let now = Date()
        try await database.transaction(.service) { transaction in
            let ended = if let session { try await sessions.end(session, outbox: outbox, in: transaction) } else { AccountID?.none }
            if let identity {
                try await RevocationStore().withdraw(identity.jti, at: now, telling: outbox, in: transaction)
                transaction.afterCommit { [revocations] in
                    revocations.revoke(token: identity.jti)
                    if let session = identity.session { revocations.revoke(token: Revocations.name(of: session)) }
                }
            }
            // Of a session whose token is over, the account says whose it was.
            let account = if let ended { try await accounts.find(ended, in: transaction) } else { Account?.none }
            if let account {
                try transaction.audit(SignIn.entry("sign_out", account, reference), at: clock.now)
            } else if let identity {
                try transaction.audit(
                    AuditEntry(
                        actor: identity.subject, actorName: identity.name, role: identity.role, action: "sign_out", subjectKind: "account",
                        subject: UUID(text: identity.subject), organisation: identity.organisation, reference: reference), at: clock.now)
            }
        }
    }
}
