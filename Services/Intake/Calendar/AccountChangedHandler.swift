import Database
import Models
import Outbox

/// A helper's account was closed: the secret address of their calendar ends with it.
struct AccountChangedHandler: MessageHandler {
    let feeds: FeedStore

    func handle(_ message: AccountChanged, _ envelope: Envelope, in transaction: Transaction) async throws {
        guard !message.active, let helper = message.helper else { return }
        _ = try await feeds.revoke(of: helper, by: "portal", at: message.recordedAt, in: transaction)
    }
}
