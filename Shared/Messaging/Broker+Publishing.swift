import Synchronization

extension Broker {
    /// Sends messages, persistent and mandatory, and waits until the broker has answered for each: one outcome a message, in their order.
    ///
    /// Waits while the broker is away or takes no messages (an alarm of memory or disk), at most as long as the broker's patience; then
    /// what is open has ``PublishOutcome/failed(_:)``, or ``PublishOutcome/unanswered(_:)`` if it was sent on a connection that lives. What was sent, and
    /// not confirmed, has failed when the connection is lost. Send those again: receivers recognise a duplicate by its id. Cancelling the task
    /// gives up waiting in the same way. Where too much waits for its answers already (as the broker object was told), a caller waits for its turn
    /// first. Nobody waits for a queue that is known to answer nothing: those messages are ``PublishOutcome/withheld(_:)``.
    package func publish(_ messages: [OutgoingMessage]) async -> [PublishOutcome] {
        guard !messages.isEmpty else { return [] }
        if silent.isEmpty { return await send(messages) }
        var outcomes = messages.map(withhold)
        let open = outcomes.indices.filter { outcomes[$0] == nil }
        let answers = open.isEmpty ? [] : await send(open.map { messages[$0] })
        for (index, answer) in zip(open, answers) { outcomes[index] = answer }
        return outcomes.compactMap { $0 }
    }

    /// Nil for a message that may be sent.
    private func withhold(_ message: OutgoingMessage) -> PublishOutcome? {
        let route = SilentRoutes.Route(message)
        switch silent.verdict(on: route) {
        case .send: return nil
        case .tryCopy: Task { await tryCopy(of: message, over: route) }
        case .withhold: break
        }
        return SilentRoutes.outcome(for: message)
    }

    /// The message itself may be sent again meanwhile, or later: who receives it twice knows it by its id.
    private func tryCopy(of message: OutgoingMessage, over route: SilentRoutes.Route) async {
        let trial = makeTrial()
        guard trials.begin(trial) else { return }
        // Over TLS the thread may be held up in a write.
        let watch = Task { [patience] in
            try await Task.sleep(for: patience + .seconds(5))
            trial.abort()
        }
        let outcome = await Self.send([message], over: trial, by: .now + patience)[0]
        watch.cancel()
        trials.end(trial)
        silent.tried(route, outcome)
    }

    private func send(_ messages: [OutgoingMessage]) async -> [PublishOutcome] {
        let deadline = ContinuousClock.now + patience
        let load = PublishBudget.Load(messages)
        guard await budget.enter(load) else { return messages.map { _ in .failed("Cancelled.") } }
        defer { budget.leave(load) }
        return await Self.send(messages, over: publisher, by: deadline)
    }

    private static func send(
        _ messages: [OutgoingMessage], over publisher: ConnectionThread<PublisherRole>, by deadline: ContinuousClock.Instant
    ) async -> [PublishOutcome] {
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
