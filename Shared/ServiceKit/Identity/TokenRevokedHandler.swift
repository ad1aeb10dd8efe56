package import Database
package import Models
package import Outbox

/// Keeps a service's copy of the withdrawals current; every service has it without asking.
package struct TokenRevokedHandler: MessageHandler {
    private let store = RevocationStore()
    private let revocations: Revocations

    package init(_ revocations: Revocations) {
        self.revocations = revocations
    }

    package func handle(_ message: TokenRevoked, _ envelope: Envelope, in transaction: Transaction) async throws {
        try await store.keep(message, in: transaction)
        // This copy need not wait for its next reading.
        transaction.afterCommit { [revocations] in
            if let jti = message.jti { revocations.revoke(token: jti) }
            if let account = message.account {
                revocations.revoke(account: account.description, issuedUpTo: message.issuedUpTo ?? message.occurredAt)
            }
        }
    }
}
