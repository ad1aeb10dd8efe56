package import Models

extension Broker {
    /// Declares the exchange and, for each queue: the quorum queue, its retry queues and its dead queue, the owner's retry exchange, and the
    /// bindings. Safe to repeat; takes an administrator's permissions. `prefix` comes before every name of a queue or exchange.
    ///
    /// Throws ``BrokerError``: `preconditionFailed` when something exists already with other properties.
    package func declare(_ topology: Topology, prefix: String = "") async throws {
        for operation in Self.declarations(of: topology, prefix: prefix) { try await ask(operation) }
    }

    /// Declares it now, and again whenever the connection was lost and made again: for a client with an administrator's permissions that
    /// stays. (Services may declare nothing: they wait for their queues.) What the broker refuses later is logged.
    package func keep(_ topology: Topology, prefix: String = "") async throws {
        try await declare(topology, prefix: prefix)
        _ = consumer.send(.keep(Self.declarations(of: topology, prefix: prefix)))
    }

    /// Deletes what ``declare(_:prefix:)`` declared, with every message in it. Safe to repeat; takes an administrator's permissions.
    package func delete(_ topology: Topology, prefix: String = "") async throws {
        for queue in topology.queues {
            for name in [queue.name, queue.dead] + Topology.retryTiers.map({ queue.retry($0) }) {
                try await ask(.deleteQueue(prefix + name))
            }
            try await ask(.deleteExchange("\(prefix)\(queue.owner.rawValue).retry"))
        }
        try await ask(.deleteExchange(prefix + Topology.exchange))
    }

    /// How many messages wait in a queue and how many consumers it has. Throws ``BrokerError``: `notFound` when there is no such queue.
    package func depth(of queue: String) async throws -> QueueDepth {
        guard let depth = try await ask(.depth(queue: queue)) else {
            throw BrokerError(.connectionLost, "RabbitMQ gave no answer about the queue \(queue).")
        }
        return depth
    }

    private static func declarations(of topology: Topology, prefix: String) -> [ControlCall.Operation] {
        let events = prefix + Topology.exchange
        return [.declareExchange(events, type: "topic")]
            + topology.queues.flatMap { queue in
                declarations(of: queue, prefix: prefix)
                    + queue.bindings.map { .bind(queue: prefix + queue.name, exchange: events, key: $0.rawValue) }
            }
    }

    private static func declarations(of queue: Topology.Queue, prefix: String) -> [ControlCall.Operation] {
        let (name, dead, retries) = (prefix + queue.name, prefix + queue.dead, "\(prefix)\(queue.owner.rawValue).retry")
        return [
            .declareExchange(retries, type: "direct"),
            .declareQueue(dead, arguments: ["x-queue-type": "quorum"]),
            // The limit is a backstop: each kill of a consumer counts against every message it held.
            .declareQueue(name, arguments: quorum(deadLetterTo: dead).merging(["x-delivery-limit": 20]) { $1 }),
            .bind(queue: name, exchange: retries, key: name),
        ]
            + Topology.retryTiers.flatMap { tier -> [ControlCall.Operation] in
                let waiting = prefix + queue.retry(tier)
                // One queue a tier: messages with times to live of their own would wait behind the head of a common one.
                let arguments = quorum(deadLetterTo: name).merging(["x-message-ttl": .int(Int64(tier.milliseconds))]) { $1 }
                return [.declareQueue(waiting, arguments: arguments), .bind(queue: waiting, exchange: retries, key: waiting)]
            }
    }

    /// What leaves it stays there until the other queue has confirmed it: left to itself, RabbitMQ forgets a message before it has arrived.
    /// (It does this only for queues that would rather refuse a message than drop one.)
    private static func quorum(deadLetterTo queue: String) -> [String: HeaderValue] {
        [
            "x-queue-type": "quorum", "x-dead-letter-exchange": "", "x-dead-letter-routing-key": .string(queue),
            "x-dead-letter-strategy": "at-least-once", "x-overflow": "reject-publish",
        ]
    }

    @discardableResult
    private func ask(_ operation: ControlCall.Operation) async throws -> QueueDepth? {
        let call = ControlCall(operation, deadline: .now + patience)
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                if !consumer.send(.control(call, continuation)) {
                    continuation.resume(throwing: BrokerError(.closed, "The broker's connection was closed."))
                }
            }
        } onCancel: {
            _ = consumer.send(.withdraw(call))
        }
    }
}
