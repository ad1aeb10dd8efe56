import Logging
import Synchronization

/// Routes over which messages were left without an answer: a queue that wants them keeps nothing at present, as where too few of its copies live.
///
/// RabbitMQ lets a channel wait for such a queue, and reads no more from the whole connection. So what is published to these routes from then on does not go
/// over the shared connection: one message at a time is tried, over a connection of its own, and with the first answer the route is free again.
final class SilentRoutes: Sendable {
    struct Route: Hashable, Sendable {
        let exchange: String
        let routingKey: String

        init(_ message: OutgoingMessage) {
            exchange = message.exchange
            routingKey = message.routingKey
        }
    }

    /// What is to be done with a message.
    enum Verdict: Sendable {
        case send
        /// Withheld, and its copy is to be tried.
        case tryCopy
        case withhold
    }

    private struct Silence {
        var isBeingTried = false
        /// Trials without an answer.
        var inVain = 0
        var nextTrial = ContinuousClock.now
    }

    /// Trials at a time; each has a connection of its own.
    private static let sideBySide = 8
    /// From this trial on it is an error.
    private static let patience = 6

    private let pause: Duration
    private let metrics: BrokerMetrics
    private let logger: Logger
    private let routes = Mutex<[Route: Silence]>([:])
    private let count = Atomic<Int>(0)

    /// - Parameter pause: from a trial to the next one of the same route.
    init(pause: Duration, metrics: BrokerMetrics, logger: Logger) {
        self.pause = pause
        self.metrics = metrics
        self.logger = logger
    }

    var isEmpty: Bool { count.load(ordering: .relaxed) == 0 }

    /// A message over this route was left without an answer.
    func add(_ route: Route) {
        let isNew = change { routes in
            guard routes[route] == nil else { return false }
            routes[route] = Silence()
            return true
        }
        guard isNew else { return }
        logger.warning("RabbitMQ leaves messages unanswered: they are withheld, and one at a time is tried", metadata: Self.metadata(route))
    }

    func verdict(on route: Route) -> Verdict {
        routes.withLock { routes in
            guard let silence = routes[route] else { return .send }
            guard !silence.isBeingTried, silence.nextTrial <= .now else { return .withhold }
            guard routes.values.count(where: \.isBeingTried) < Self.sideBySide else { return .withhold }
            routes[route]?.isBeingTried = true
            return .tryCopy
        }
    }

    /// What becomes of a message that waits already; nil where it may be sent.
    func withheld(_ message: OutgoingMessage) -> PublishOutcome? {
        guard !isEmpty, routes.withLock({ $0[Route(message)] != nil }) else { return nil }
        return Self.outcome(for: message)
    }

    static func outcome(for message: OutgoingMessage) -> PublishOutcome {
        .withheld("RabbitMQ has left messages over \(message.routingKey) without an answer; one at a time is tried.")
    }

    /// A trial is over.
    func tried(_ route: Route, _ outcome: PublishOutcome) {
        let isAnswered =
            switch outcome {
            case .confirmed, .returned, .nacked, .refused: true
            case .unanswered, .withheld, .failed: false
            }
        let inVain = change { routes in
            guard !isAnswered, var silence = routes[route] else {
                routes[route] = nil
                return 0
            }
            silence.isBeingTried = false
            silence.nextTrial = .now + pause
            // (Where the connection failed, the trial says nothing.)
            if case .unanswered = outcome { silence.inVain += 1 }
            routes[route] = silence
            return silence.inVain
        }
        if isAnswered { return logger.notice("RabbitMQ answers again", metadata: Self.metadata(route)) }
        guard inVain >= Self.patience, inVain % Self.patience == 0 else { return }
        logger.error(
            "RabbitMQ still leaves messages unanswered: look at the queues that are bound to this name", metadata: Self.metadata(route))
    }

    /// Changes which routes are silent.
    private func change<Value>(_ body: (inout sending [Route: Silence]) -> Value) -> Value {
        routes.withLock { routes in
            defer {
                count.store(routes.count, ordering: .relaxed)
                metrics.silent(routes.count)
            }
            return body(&routes)
        }
    }

    private static func metadata(_ route: Route) -> Logger.Metadata {
        ["exchange": "\(route.exchange)", "name": "\(route.routingKey)"]
    }
}
