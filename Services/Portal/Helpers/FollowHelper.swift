import Database
import Models
import Outbox

/// Keeps the helpers and their accounts in step with the register.
struct FollowHelper: Sendable {
    let helpers: HelperStore
    let keep: KeepAccount

    func callAsFunction(_ message: HelperChanged, _ envelope: Envelope, in transaction: Transaction) async throws {
        guard try await helpers.keep(message, version: envelope.version, in: transaction) else { return }
        try await keep.follow(message, in: transaction)
    }
}
