import Database
import Models
import Outbox

/// Mails somebody the link by which they choose a password.
struct AccountLinkIssuedHandler: MessageHandler {
    let write: WriteMail

    func handle(_ message: AccountLinkIssued, _ envelope: Envelope, in transaction: Transaction) async throws {
        write.link(message, in: transaction)
    }
}
