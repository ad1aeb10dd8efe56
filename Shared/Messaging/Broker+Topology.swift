package import Models

extension Broker {
    /// Declares the exchange and, for each queue: the quorum queue, its retry queues and its dead queue, the owner's retry exchange, and the
    /// bindings. Safe to repeat; takes an administrator's permissions. `prefix` comes before every name of a queue or exchange.
    ///
    /// Throws ``BrokerError``: `preconditionFailed` when something exists already with other properties.
    package func declare(_ topology: Topology, prefix: String = "") async throws {
        let events = prefix + Topology.exchange
        try await ask(.declareExchange(events, type: "topic"))
        for queue in topology.queues {
            let retries = "\(prefix)\(queue.owner.rawValue).retry"
            try await ask(.declareExchange(retries, type: "direct"))
            try await declare(queue, prefix: prefix, retries: retries)
            for name in queue.bindings {
                try await ask(.bind(queue: prefix + queue.name, exchange: events, key: name.rawValue))
            }
        }
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

    private func declare(_ queue: Topology.Queue, prefix: String, retries: String) async throws {
        let (name, dead) = (prefix + queue.name, prefix + queue.dead)
        try await ask(.declareQueue(dead, arguments: ["x-queue-type": "quorum"]))
        // The limit is a backstop: each kill of a consumer counts against every message it held.
        try await ask(.declareQueue(name, arguments: Self.quorum(deadLetterTo: dead).merging(["x-delivery-limit": 20]) { $1 }))
        try await ask(.bind(queue: name, exchange: retries, key: name))
        for tier in Topology.retryTiers {
            let waiting = prefix + queue.retry(tier)
            // One queue a tier: messages with times to live of their own would wait behind the head of a common one.
            let arguments = Self.quorum(deadLetterTo: name).merging(["x-message-ttl": .int(Int64(tier.milliseconds))]) { $1 }
            try await ask(.declareQueue(waiting, arguments: arguments))
            try await ask(.bind(queue: waiting, exchange: retries, key: waiting))
        }
    }

    private static func quorum(deadLetterTo queue: String) -> [String: HeaderValue] {
        ["x-queue-type": "quorum", "x-dead-letter-exchange": "", "x-dead-letter-routing-key": .string(queue)]
    }

    @discardableResult
    private func ask(_ operation: ControlCall.Operation) async throws -> QueueDepth? {
        let deadline = ContinuousClock.now + patience
        return try await withCheckedThrowingContinuation { continuation in
            let call = ControlCall(operation: operation, deadline: deadline, continuation: continuation)
            if !consumer.send(.control(call)) {
                continuation.resume(throwing: BrokerError(.closed, "The broker's connection was closed."))
            }
        }
    }
}
