package import CoreMetrics
package import Logging
import ServiceLifecycle

/// RabbitMQ, as the rest of the house sees it: one connection that publishes, one that consumes, each with a thread of its own.
///
/// Both connect when first needed, at the latest in ``run()``, and come back by themselves. One broker object serves a whole process.
package final class Broker: Service, Sendable {
    let publisher: ConnectionThread<PublisherRole>
    let silent: SilentRoutes
    /// Makes a connection for one message to a silent route.
    let makeTrial: @Sendable () -> ConnectionThread<PublisherRole>
    let trials = Trials()
    let consumer: ConnectionThread<ConsumerRole>
    let logger: Logger
    /// How long a message, a question or a declaration may wait for the broker.
    let patience: Duration
    let budget: PublishBudget

    /// Connects to nothing yet. `clientName` names the connections in RabbitMQ's lists. A broker that is silent for twice the `heartbeat`
    /// (whole seconds) is taken for gone; every `consumerWatch` it is asked whether it still has the consumers from which nothing came.
    /// A connection that one call has held up for longer than `longestTurn` is broken. `pendingMessages` and `pendingBytes` bound what may wait for
    /// its confirmation, all callers together.
    package init(
        address: BrokerAddress, clientName: String, logger: Logger, patience: Duration = .seconds(30), heartbeat: Duration = .seconds(15),
        consumerWatch: Duration = .seconds(10), longestTurn: Duration = .seconds(30), pendingMessages: Int = 20_000,
        pendingBytes: Int = 64 << 20,
        metrics factory: any MetricsFactory = MetricsSystem.factory
    ) {
        budget = PublishBudget(messages: pendingMessages, bytes: pendingBytes)
        self.logger = logger
        self.patience = patience
        let metrics = BrokerMetrics(factory: factory)
        let seconds = max(1, Int(heartbeat.components.seconds))
        let longestSilence = min(patience / 2, .seconds(10))
        let silent = SilentRoutes(pause: longestSilence, metrics: metrics, logger: logger)
        self.silent = silent
        @Sendable func publishing(
            _ name: String, _ metrics: BrokerMetrics, silent: SilentRoutes?
        ) -> ConnectionThread<PublisherRole> {
            ConnectionThread(
                name: "\(clientName) \(name)", address: address, heartbeat: seconds, longestTurn: longestTurn, logger: logger,
                reconnections: metrics.reconnections(name)
            ) { PublisherRole(metrics, longestSilence: longestSilence, silent: silent) }
        }
        publisher = publishing("publisher", metrics, silent: silent)
        // What a trial comes to is no figure of the connection's.
        let uncounted = BrokerMetrics(factory: NOOPMetricsHandler.instance)
        makeTrial = { publishing("trial", uncounted, silent: nil) }
        let consumerName = "\(clientName) consumer"
        consumer = ConnectionThread(
            name: consumerName, address: address, heartbeat: seconds, longestTurn: longestTurn, logger: logger,
            reconnections: metrics.reconnections("consumer")
        ) { ConsumerRole(clientName: consumerName, logger: logger, metrics: metrics, watch: ConsumerWatch(interval: consumerWatch)) }
    }

    /// The publishing connection's thread. A task that prefers it (`withTaskExecutorPreference`) publishes without changing threads, which
    /// halves the time of a single message. Only for short steps: what runs there holds up the connection.
    package var publishing: any TaskExecutor { publisher }

    /// The consuming connection's thread: handlers of a `consume` that prefers it run there, without changing threads.
    /// Only for short steps: what runs there holds up the connection.
    package var consuming: any TaskExecutor { consumer }

    deinit {
        publisher.abort()
        consumer.abort()
        trials.close()
    }

    /// Whether both connections are up, as far as is known now.
    package var isConnected: Bool { publisher.isConnected && consumer.isConnected }

    /// Keeps both connections up until graceful shutdown (then what is under way is finished first) or cancellation (then it is not).
    package func run() async throws {
        publisher.start()
        consumer.start()
        do {
            try await gracefulShutdown()
        } catch {
            publisher.abort()
            consumer.abort()
        }
        await close()
    }

    /// Finishes what is under way, for at most 10 s, and closes both connections. After it everything fails as closed.
    package func close() async {
        trials.close()
        await consumer.stop(within: .seconds(10))
        await publisher.stop(within: .seconds(10))
    }
}
