package import Logging
import ServiceLifecycle

/// RabbitMQ, as the rest of the house sees it: one connection that publishes, one that consumes, each with a thread of its own.
///
/// Both connect when first needed, at the latest in ``run()``, and come back by themselves. One broker object serves a whole process.
package final class Broker: Service, Sendable {
    let publisher: ConnectionThread<PublisherRole>
    let consumer: ConnectionThread<ConsumerRole>
    let logger: Logger
    /// How long a message, a question or a declaration may wait for the broker.
    let patience: Duration

    /// Connects to nothing yet. `clientName` names the connections in RabbitMQ's lists.
    package init(address: BrokerAddress, clientName: String, logger: Logger, patience: Duration = .seconds(30)) {
        self.logger = logger
        self.patience = patience
        publisher = ConnectionThread(name: "\(clientName) publisher", address: address, logger: logger) { PublisherRole() }
        let consumerName = "\(clientName) consumer"
        consumer = ConnectionThread(name: consumerName, address: address, logger: logger) {
            ConsumerRole(clientName: consumerName, logger: logger)
        }
    }

    deinit {
        publisher.abort()
        consumer.abort()
    }

    /// Whether both connections are up, as far as is known now.
    package var isConnected: Bool { publisher.isConnected && consumer.isConnected }

    /// Keeps both connections up until graceful shutdown (then what is under way is finished first) or cancellation (then it is not).
    package func run() async throws {
        publisher.start()
        consumer.start()
        let watch = Task { [publisher, consumer] in
            while !Task.isCancelled {
                try await Task.sleep(for: .seconds(5))
                publisher.breakIfStuck(for: .seconds(30))
                consumer.breakIfStuck(for: .seconds(30))
            }
        }
        defer { watch.cancel() }
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
        await consumer.stop(within: .seconds(10))
        await publisher.stop(within: .seconds(10))
    }
}
