package import Database

/// A handler that does the work of several messages of its name at once, with fewer statements: safe to run twice, as every handler. It names
/// what it hears by a `typealias Received`.
package protocol BatchMessageHandler<Received>: MessageHandler {
    /// Does the work of all of `messages`, in their order, in `transaction`, which already holds their inbox rows. Where it throws, they are given
    /// one by one to ``MessageHandler/handle(_:_:in:)``, each in a transaction of its own.
    func handle(_ messages: [(message: Received, envelope: Envelope)], in transaction: Transaction) async throws
}

extension BatchMessageHandler {
    package func handle(_ message: Received, _ envelope: Envelope, in transaction: Transaction) async throws {
        try await handle([(message, envelope)], in: transaction)
    }
}
