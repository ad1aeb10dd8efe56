package import Database
package import Models

/// Hears what changes nothing in this service: the versions of a case are told in one row, and one that nobody heard would be waited for.
package struct UnheededHandler<Received: Message>: MessageHandler {
    package init() {}

    package func handle(_ message: Received, _ envelope: Envelope, in transaction: Transaction) async throws {}
}
