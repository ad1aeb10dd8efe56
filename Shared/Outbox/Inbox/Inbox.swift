package import CoreMetrics
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
        /// For how long a batch is held at most: a fourth of what the broker allows (30 minutes), and less, as up to three may wait before it.
        package var longestHold = Duration.seconds(360)
        /// For how long a message that is handled by itself may take; then it is put off.
        package var longestAttempt: Duration { longestHold / 4 }
        /// For how long a message is offered to the queue of its retry tier, where the broker is there and that queue keeps nothing; then it is parked.
        package var longestOffer = Duration.seconds(60)

        package init() {}
    }

    /// Those that the broker gave up on.
    private static let deadPrefetch = 16
    private static let sweep = Duration.seconds(2)
    private static let watch = Duration.seconds(1)
    private static let measuring = Duration.seconds(15)

    private let queue: Topology.Queue
    private let handlers: [MessageName: any MessageHandler]
    private let followed: [Story]
    private let pace: Pace
    private let database: Database
    private let broker: Broker
    private let clock: WallClock
    private let logger: Logger
    private let metrics: any MetricsFactory

    /// - Parameters:
    ///   - handlers: at most one for each name.
    ///   - follows: the stories in whose order messages are handled; the queue must be bound to all their names. What has no handler only moves
    ///     its story on. ``Topology/Queue/wholeStories`` are those that it can follow.
    package init(
        _ queue: Topology.Queue, handlers: [any MessageHandler], follows: [Story] = [], pace: Pace = Pace(), database: Database,
        broker: Broker, clock: WallClock, logger: Logger, metrics: any MetricsFactory = MetricsSystem.factory
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
        self.metrics = metrics
    }

    package func run() async throws {
        guard let desk = try await cancelWhenGracefulShutdown({ try await desk() }) else { return }
        var isNarrow = false
        while !Task.isShuttingDownGracefully {
            do {
                return try await database.onItsThread { [isNarrow] in try await listen(desk, isNarrow: isNarrow) }
            } catch is HeldTooLong {
                isNarrow = true
                try? await cancelWhenGracefulShutdown { try await untilDatabaseIsBack(desk) }
            } catch is Recovered {
                isNarrow = false
            }
        }
    }

    /// RabbitMQ takes the channel of a consumer that holds a message for half an hour, and counts what it held as delivered once more: after some
    /// such rounds it gives up on them. So they are given back before, and then one is fetched at a time.
    private struct HeldTooLong: Error {}

    /// As many as were given back are done with, or all there are: whatever held up the others was among them.
    private struct Recovered: Error {}

    private func listen(_ desk: InboxDesk, isNarrow: Bool) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await cancelWhenGracefulShutdown { try await watch(desk, isNarrow: isNarrow) } }
            group.addTask {
                try await broker.consume(
                    queue.name, prefetch: isNarrow ? 1 : pace.prefetch, workers: isNarrow ? 1 : pace.workers, atMost: pace.batch,
                    gathering: pace.gathering
                ) { deliveries in
                    await desk.inHand.during { await desk.handle(deliveries, oneByOne: isNarrow) }
                }
            }
            group.addTask {
                try await broker.consume(queue.dead, prefetch: Self.deadPrefetch) {
                    await desk.parking.park($0, because: "the broker gave up on it")
                }
            }
            group.addTask { await cancelWhenGracefulShutdown { await measure(desk) } }
            if !followed.isEmpty { group.addTask { await cancelWhenGracefulShutdown { await sweep(desk) } } }
            // (`waitForAll` would tell of an error when all others have ended too.)
            while try await group.next() != nil {}
        }
    }

    private func watch(_ desk: InboxDesk, isNarrow: Bool) async throws {
        let done = desk.inHand.done
        while (try? await Task.sleep(for: Self.watch)) != nil {
            let isProbing = desk.probe.isProbing
            desk.metrics.probing.set(isProbing ? 1 : 0)
            if desk.inHand.longest > pace.longestHold {
                logger.error(
                    "messages were held for long and are given back to their queue; from now on one at a time is fetched",
                    metadata: ["queue": "\(queue.name)"])
                throw HeldTooLong()
            }
            let alone = desk.inHand.done - done
            // Between two messages nothing is in hand either.
            let isIdle = desk.inHand.idleSince.map { .now - $0 >= Self.watch } ?? false
            if isNarrow, !isProbing, alone >= pace.prefetch || alone > 0 && isIdle { throw Recovered() }
        }
    }

    /// Nothing is fetched before the database takes changes again: each time a message was fetched in vain counts against it.
    private func untilDatabaseIsBack(_ desk: InboxDesk) async throws {
        var isTold = false
        while true {
            do {
                return try await database.transaction(.service) { desk.store.tryWriting(in: $0) }
            } catch {
                if !isTold {
                    logger.error(
                        "the database takes no changes; no message is fetched before it does",
                        metadata: ["queue": "\(queue.name)", "error": "\(error)"])
                }
                isTold = true
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
                    queue: queue, handlers: handlers, stories: stories, pace: pace, database: database, broker: broker, clock: clock,
                    logger: logger, metrics: metrics)
            } catch let error as DatabaseError where error.isRetriable || error.tellsOfNoMessage {
                logger.warning("the inbox waits for the database", metadata: ["queue": "\(queue.name)", "error": "\(error)"])
                guard (try? await Task.sleep(for: .seconds(1))) != nil else { return nil }
            } catch is CancellationError {
                return nil
            }
        }
    }

    private func measure(_ desk: InboxDesk) async {
        var alarm = DepthAlarm(queue: queue.name, logger: logger)
        while !Task.isCancelled {
            if let depth = try? await broker.depth(of: queue.name), let dead = try? await broker.depth(of: queue.dead) {
                desk.metrics.show(depth, dead: dead)
                alarm.look(depth)
            }
            try? await Task.sleep(for: Self.measuring)
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
