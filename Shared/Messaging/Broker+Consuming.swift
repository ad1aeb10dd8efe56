import ServiceLifecycle

extension Broker {
    /// So many in one batch tell that more are coming.
    private static let several = 4

    /// Takes messages from a queue, at most `prefetch` at a time, until graceful shutdown (returns) or cancellation (throws).
    ///
    /// Deliveries of one ``Delivery/lane`` are handled in the queue's order, one after another; lanes, and deliveries without one, are
    /// handled side by side. The broker is told what `handle` returns. At graceful shutdown no more is taken, what was taken is finished
    /// and told. Survives the loss of the connection: what was not told before comes again, as `redelivered`. Throws ``BrokerError`` when
    /// the queue may not be read, or the broker is closed; a queue that is not there (yet) is waited for.
    package func consume(
        _ queue: String, prefetch: Int, handle: @Sendable @escaping (Delivery) async -> Disposition
    ) async throws {
        try await consume(Subscription(queue: queue, prefetch: prefetch)) { subscription in
            let lanes = Lanes()
            try await withThrowingDiscardingTaskGroup { group in
                while let taken = try await subscription.shelves[0].takeSome() {
                    lanes.admit(taken)
                    // Each worker goes on here until its handler first waits for something: as many workers as there are handlers waiting,
                    // and no changing of threads for those that never do.
                    while lanes.hasWork, !Task.isCancelled {
                        group.addImmediateTask { await work(on: lanes, of: subscription, handle) }
                    }
                }
            }
        }
    }

    private func work(
        on lanes: Lanes, of subscription: Subscription, _ handle: @Sendable (Delivery) async -> Disposition
    ) async {
        var current = lanes.next()
        while let received = current, !Task.isCancelled {
            await self.handle([received], of: subscription) { [await handle($0[0])] }
            current = lanes.next(after: received)
        }
    }

    /// Takes messages from a queue in batches, at most `prefetch` messages at a time, until graceful shutdown or cancellation.
    ///
    /// There are `workers` of them, each handling one batch after another: what has come for it meanwhile, in the queue's order, at most
    /// `atMost`. A lane always goes to the same worker; deliveries without a lane go to each in turn. `handleBatch` answers with one
    /// disposition for each delivery, in their order. After a batch of several that was not full, its worker waits for `gathering`, so that the next
    /// one is larger. What ``consume(_:prefetch:handle:)`` promises holds here too; what came
    /// over a connection that was lost before the batch begins is left out of it.
    package func consume(
        _ queue: String, prefetch: Int, workers: Int, atMost: Int, gathering: Duration = .zero,
        handleBatch: @Sendable @escaping ([Delivery]) async -> [Disposition]
    ) async throws {
        try await consume(Subscription(queue: queue, prefetch: prefetch, workers: workers)) { subscription in
            try await withThrowingDiscardingTaskGroup { group in
                for shelf in subscription.shelves {
                    group.addTask { [self] in
                        while let taken = try await shelf.takeSome(atMost: atMost) {
                            await handle(taken, of: subscription, with: handleBatch)
                            if gathering > .zero, taken.count >= Self.several, taken.count < atMost {
                                try? await Task.sleep(for: gathering)
                            }
                        }
                    }
                }
            }
        }
    }

    /// Subscribes, lets `work` go on until the shelves end, and gives back what was not settled.
    private func consume(_ subscription: Subscription, work: @Sendable (Subscription) async throws -> Void) async throws {
        guard consumer.send(.subscribe(subscription)) else { throw BrokerError(.closed, "The broker's connection was closed.") }
        let result: Result<Void, any Error>
        do {
            try await withGracefulShutdownHandler {
                try await work(subscription)
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

    /// Handles what was taken, as far as it is still current, and tells the broker.
    private func handle(
        _ taken: [Received], of subscription: Subscription, with handle: ([Delivery]) async -> [Disposition]
    ) async {
        // What came before the connection was lost comes again: handling it now would be for nothing.
        let current = taken.filter(subscription.isCurrent)
        if current.isEmpty { return }
        let dispositions = await handle(current.map(\.delivery))
        precondition(dispositions.count == current.count, "a handler answers once for each delivery")
        for (received, disposition) in zip(current, dispositions) { settle(received, of: subscription, disposition) }
    }

    private func settle(_ received: Received, of subscription: Subscription, _ disposition: Disposition) {
        let count = subscription.settlements.note(received, disposition)
        // A quarter of what may be in hand is told at once, so that the broker goes on delivering.
        if count == max(1, Int(subscription.prefetch) / 4) {
            consumer.nudge(.urgent)
        } else if count == 1 {
            consumer.nudge(.lazy)
        }
    }

    private func release(_ subscription: Subscription) async {
        await withCheckedContinuation { continuation in
            if !consumer.send(.release(subscription, continuation)) { continuation.resume() }
        }
    }
}
