import Synchronization

extension Broker {
    /// Sends messages, persistent and mandatory, and waits until the broker has answered for each: one outcome a message, in their order.
    ///
    /// Waits while the broker is away or takes no messages (an alarm of memory or disk), at most as long as the broker's patience; then
    /// what is open has ``PublishOutcome/failed(_:)``, or ``PublishOutcome/unanswered(_:)`` if it was sent on a connection that is up. What was
    /// sent, and not confirmed, has failed when the connection is lost. Send those again: receivers recognise a duplicate by its id. Cancelling
    /// the task gives up waiting in the same way. Where too much waits for its answers already (as the broker object was told), a caller waits
    /// for its turn first.
    package func publish(_ messages: [OutgoingMessage]) async -> [PublishOutcome] {
        await publish(messages, over: publisher)
    }

    /// The same over a connection of its own: for a message that may get no answer, and would hold up the others. (RabbitMQ lets the channel wait
    /// where a quorum queue does not answer, and reads no more from the connection.)
    package func publishAside(_ message: OutgoingMessage) async -> PublishOutcome {
        await publish([message], over: aside)[0]
    }

    private func publish(_ messages: [OutgoingMessage], over publisher: ConnectionThread<PublisherRole>) async -> [PublishOutcome] {
        guard !messages.isEmpty else { return [] }
        let deadline = ContinuousClock.now + patience
        let load = PublishBudget.Load(messages)
        guard await budget.enter(load) else { return messages.map { _ in .failed("Cancelled.") } }
        defer { budget.leave(load) }
        let cancellation = PublishCancellation()
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let call = PublishCall(messages, deadline: deadline, cancellation: cancellation, continuation: continuation)
                if !publisher.send(.publish(call)) {
                    if call.fail("The broker's connection was closed.") { call.finish() }
                }
            }
        } onCancel: {
            cancellation.cancel()
            _ = publisher.send(.cancel(cancellation))
        }
    }
}
