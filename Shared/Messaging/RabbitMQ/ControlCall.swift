/// A question or an order to the broker that has one answer.
struct ControlCall: Sendable {
    enum Operation: Sendable {
        case declareExchange(String, type: String)
        case declareQueue(String, arguments: [String: HeaderValue])
        case bind(queue: String, exchange: String, key: String)
        case depth(queue: String)
        case deleteQueue(String)
        case deleteExchange(String)
    }

    let operation: Operation
    let deadline: ContinuousClock.Instant
    let continuation: CheckedContinuation<QueueDepth?, any Error>
}

extension ControlCall.Operation {
    func perform(on connection: AMQPConnection, channel: UInt16) throws -> QueueDepth? {
        switch self {
        case .declareExchange(let name, let type): try connection.declareExchange(name, type: type, on: channel)
        case .declareQueue(let name, let arguments): try connection.declareQueue(name, arguments: arguments, on: channel)
        case .bind(let queue, let exchange, let key): try connection.bind(queue, to: exchange, key: key, on: channel)
        case .deleteQueue(let name): try connection.deleteQueue(name, on: channel)
        case .deleteExchange(let name): try connection.deleteExchange(name, on: channel)
        case .depth(let queue): return try connection.depth(of: queue, on: channel)
        }
        return nil
    }
}
