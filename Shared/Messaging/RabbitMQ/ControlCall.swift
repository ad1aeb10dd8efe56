/// A question or an order to the broker that has one answer.
///
/// `@unchecked Sendable`: but for what never changes, only the connection's thread touches it.
final class ControlCall: @unchecked Sendable {
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
    /// Nil before it is asked and after it was answered.
    private var continuation: CheckedContinuation<QueueDepth?, any Error>?
    private var isWithdrawn = false

    init(_ operation: Operation, deadline: ContinuousClock.Instant) {
        self.operation = operation
        self.deadline = deadline
    }

    /// Whether nobody waits for the answer any more.
    var isOver: Bool { continuation == nil }

    func ask(_ continuation: CheckedContinuation<QueueDepth?, any Error>) {
        self.continuation = continuation
        if isWithdrawn { answer(.failure(CancellationError())) }
    }

    /// The caller was cancelled; the word of it may come first.
    func withdraw() {
        isWithdrawn = true
        answer(.failure(CancellationError()))
    }

    func answer(_ result: Result<QueueDepth?, any Error>) {
        continuation.take()?.resume(with: result)
    }
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
