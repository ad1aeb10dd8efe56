package import Database
import Foundation
package import Logging
package import Messaging
package import Models
import ServiceLifecycle

/// Hears the messages of one queue: each has its effect once, is acknowledged after the commit, tried again when it fails, and parked when
/// that does not help.
///
/// What has come together is handled in one transaction; when anything fails there, one by one, each in a transaction of its own. Of a story that is
/// followed (``Story``), messages are handled in the order of their versions: what comes early waits in a table until the gap closes.
package struct Inbox: Service {
    /// How a queue is worked off.
    package struct Pace: Sendable {
        /// Messages that the broker hands out ahead of their acknowledgement.
        package var prefetch = 256
        /// Batches handled side by side; one aggregate's messages always go to the same. More of them would each find fewer messages to take
        /// together, and each batch costs a commit.
        package var workers = 2
        /// Messages in one transaction at most.
        package var batch = 64
        /// After a batch of several, how long its worker waits for the next to fill: where messages come fast, fewer commits are worth more than a
        /// few milliseconds.
        package var gathering = Duration.milliseconds(8)
        /// The first pause while probing; each is twice the one before, up to 64 times this.
        package var probing = Duration.milliseconds(500)

        package init() {}
    }

    /// Those that the broker gave up on.
    private static let deadPrefetch = 16
    private static let sweep = Duration.seconds(2)
    private static let longestOutage = Duration.seconds(600)

    private let queue: Topology.Queue
    private let handlers: [MessageName: any MessageHandler]
    private let followed: [Story]
    private let pace: Pace
    private let database: Database
    private let broker: Broker
    private let clock: WallClock
    private let logger: Logger

    /// - Parameters:
    ///   - handlers: at most one for each name.
    ///   - follows: the stories in whose order messages are handled; the queue must be bound to all their names. What has no handler only moves
    ///     its story on. ``Topology/Queue/wholeStories`` are those that it can follow.
    package init(
        _ queue: Topology.Queue, handlers: [any MessageHandler], follows: [Story] = [], pace: Pace = Pace(), database: Database,
        broker: Broker, clock: WallClock, logger: Logger
    ) {
        precondition(Set(follows).isSubset(of: queue.wholeStories), "\(queue.name) is not bound to all names of a story that it follows")
        self.queue = queue
        self.handlers = Dictionary(uniqueKeysWithValues: handlers.map { ($0.name, $0) })
        followed = follows
        self.pace = pace
        self.database = database
        self.broker = broker
        self.clock = clock
        self.logger = logger
    }

    package func run() async throws {
        guard let desk = try await cancelWhenGracefulShutdown({ try await desk() }) else { return }
        while !Task.isShuttingDownGracefully {
            do {
                return try await database.onItsThread { try await listen(desk) }
            } catch is LongOutage {
                logger.error("the database is away: messages stay in their queue until it is back", metadata: ["queue": "\(queue.name)"])
                try await cancelWhenGracefulShutdown { try await untilDatabaseIsBack() }
            }
        }
    }

    /// RabbitMQ takes the channel of a consumer that holds a message for half an hour, and counts what it held as delivered once more: after some
    /// such rounds it gives up on them. So they are given back before.
    private struct LongOutage: Error {}

    private func listen(_ desk: InboxDesk) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await cancelWhenGracefulShutdown { try await watch(desk.probe) } }
            group.addTask {
                try await broker.consume(
                    queue.name, prefetch: pace.prefetch, workers: pace.workers, atMost: pace.batch, gathering: pace.gathering
                ) {
                    await desk.handle($0)
                }
            }
            group.addTask {
                try await broker.consume(queue.dead, prefetch: Self.deadPrefetch) {
                    await desk.park($0, because: "the broker gave up on it")
                }
            }
            if !followed.isEmpty { group.addTask { await cancelWhenGracefulShutdown { await sweep(desk) } } }
            try await group.waitForAll()
        }
    }

    private func watch(_ probe: Probe) async throws {
        while (try? await Task.sleep(for: .seconds(5))) != nil {
            if probe.away > Self.longestOutage {
                probe.clear()
                throw LongOutage()
            }
        }
    }

    private func untilDatabaseIsBack() async throws {
        while true {
            do {
                return try await database.ping()
            } catch {
                try await Task.sleep(for: .seconds(2))
            }
        }
    }

    /// Waits for the database: without it nothing can be handled. Nil where the service is stopped meanwhile.
    private func desk() async throws -> InboxDesk? {
        while true {
            do {
                let stories = try await StoryKeeper(followed, consumer: queue.name, database: database, clock: clock)
                return InboxDesk(
                    queue: queue, handlers: handlers, stories: stories, probing: pace.probing, database: database, broker: broker,
                    clock: clock, logger: logger)
            } catch let error as DatabaseError where error.isRetriable {
                logger.warning("the inbox waits for the database", metadata: ["queue": "\(queue.name)", "error": "\(error)"])
                guard (try? await Task.sleep(for: .seconds(1))) != nil else { return nil }
            } catch is CancellationError {
                return nil
            }
        }
    }

    private func sweep(_ desk: InboxDesk) async {
        var alarm = EarlyAlarm(queue: queue.name, logger: logger)
        while !Task.isCancelled {
            await desk.sweepEarly(&alarm)
            try? await Task.sleep(for: Self.sweep)
        }
    }
}
