import ServiceLifecycle

extension Broker {
    /// Takes messages from a queue, at most `prefetch` at a time, until graceful shutdown (returns) or cancellation (throws).
    ///
    /// Deliveries of one ``Delivery/lane`` are handled in the queue's order, one after another; lanes, and deliveries without one, are
    /// handled side by side. The broker is told what `handle` returns. At graceful shutdown no more is taken, what was taken is finished
    /// and told. Survives the loss of the connection: what was not told before comes again, as `redelivered`. Throws ``BrokerError`` when
    /// the queue may not be read, or the broker is closed; a queue that is not there (yet) is waited for.
    package func consume(
        _ queue: String, prefetch: Int, handle: @Sendable @escaping (Delivery) async -> Disposition
    ) async throws {
        let subscription = Subscription(queue: queue, prefetch: prefetch)
        guard consumer.send(.subscribe(subscription)) else { throw BrokerError(.closed, "The broker's connection was closed.") }
        let result: Result<Void, any Error>
        do {
            try await withGracefulShutdownHandler {
                try await work(on: subscription, handle)
            } onGracefulShutdown: { [consumer] in
                _ = consumer.send(.cancel(subscription))
            }
            result = .success(())
        } catch {
            result = .failure(error)
        }
        await release(subscription)
        try result.get()
        try Task.checkCancellation()
    }

    private func work(on subscription: Subscription, _ handle: @Sendable @escaping (Delivery) async -> Disposition) async throws {
        let lanes = Lanes()
        try await withThrowingDiscardingTaskGroup { group in
            for try await received in subscription.deliveries where lanes.admit(received) {
                group.addTask { [consumer] in
                    var current: Received? = received
                    while let received = current, !Task.isCancelled {
                        // What came before the connection was lost comes again: handling it now would be for nothing.
                        if subscription.isCurrent(received) {
                            let disposition = await handle(received.delivery)
                            _ = consumer.send(.settle(subscription, received, disposition))
                        }
                        current = lanes.next(after: received)
                    }
                }
            }
        }
    }

    private func release(_ subscription: Subscription) async {
        await withCheckedContinuation { continuation in
            if !consumer.send(.release(subscription, continuation)) { continuation.resume() }
        }
    }
}
