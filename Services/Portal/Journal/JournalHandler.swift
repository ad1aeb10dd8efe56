import Database
import Models
import Outbox

/// Keeps every message of one name in the journal, after what else Portal does with it.
struct JournalHandler<Received: Message>: MessageHandler {
    /// What else is done, in the same transaction.
    typealias Effect = @Sendable (Received, Envelope, Transaction) async throws -> Void

    private let journal: JournalStore
    private let effect: Effect?

    init(_ type: Received.Type = Received.self, _ journal: JournalStore, effect: Effect? = nil) {
        self.journal = journal
        self.effect = effect
    }

    func handle(_ message: Received, _ envelope: Envelope, in transaction: Transaction) async throws {
        try await effect?(message, envelope, transaction)
        try await journal.keep(message, envelope, in: transaction)
    }
}
