import CoreMetrics
import Database
import Foundation
import Logging
import Messaging
import Models
import ServiceLifecycle

/// The work on the deliveries of one queue.
struct InboxDesk: Sendable {
    /// Attempts made at once, before the tiers, beside one together with others.
    static let quickAttempts = 3
    /// Attempts at handing a message to its tier while the broker is away before it is given back: at half a minute each, well before the broker takes
    /// it away.
    static let longAttempts = 10
    /// Aggregates handled at the same time where a batch has failed.
    private static let sideBySide = 3

    let queue: Topology.Queue
    let handlers: [MessageName: any MessageHandler]
    let stories: StoryKeeper
    let database: Database
    let broker: Broker
    let clock: WallClock
    let logger: Logger
    let retries: RetryRoute
    let parking: Parking
    let store: InboxStore
    let early: EarlyStore
    let metrics: InboxMetrics
    let probe: Probe
    let pace: Inbox.Pace
    let inHand = InHand()

    init(
        queue: Topology.Queue, handlers: [MessageName: any MessageHandler], stories: StoryKeeper, pace: Inbox.Pace, database: Database,
        broker: Broker, clock: WallClock, logger: Logger, metrics: any MetricsFactory = MetricsSystem.factory
    ) {
        self.queue = queue
        self.handlers = handlers
        self.stories = stories
        self.database = database
        self.broker = broker
        self.clock = clock
        self.logger = logger
        retries = RetryRoute(queue: queue)
        parking = Parking(queue, database: database, clock: clock, logger: logger, metrics: metrics)
        store = InboxStore(consumer: queue.name, clock: clock)
        early = EarlyStore(consumer: queue.name, clock: clock)
        self.metrics = InboxMetrics(consumer: queue.name, names: queue.bindings + handlers.keys, factory: metrics)
        probe = Probe(consumer: queue.name, shortest: pace.probing, logger: logger)
        self.pace = pace
    }

    /// Handles what has come together: in one transaction, or one by one when that fails, or is wanted.
    func handle(_ deliveries: [Delivery], oneByOne isWanted: Bool) async -> [Disposition] {
        var dispositions = [Disposition?](repeating: nil, count: deliveries.count)
        var items: [(place: Int, item: InboxItem)] = []
        for (place, delivery) in deliveries.enumerated() {
            switch examine(delivery) {
            case .success(let item): items.append((place, item))
            case .failure(let why): dispositions[place] = await parking.park(delivery, because: why.description)
            }
        }
        // What has failed before, or not come to an end, does not stand among others again.
        let isNarrow = isWanted || probe.isProbing
        let first = isNarrow ? [] : items.filter { $0.item.envelope.attempts == 0 }
        let alone = isNarrow ? items : items.filter { $0.item.envelope.attempts > 0 }
        if !first.isEmpty {
            for (place, disposition) in await allTogether(first) { dispositions[place] = disposition }
        }
        for (place, disposition) in await oneByOne(alone, after: nil) { dispositions[place] = disposition }
        return dispositions.map { $0 ?? .reject(requeue: true) }
    }

    private func allTogether(_ items: [(place: Int, item: InboxItem)]) async -> [(Int, Disposition)] {
        do {
            try await together(items.map(\.item))
            return items.map { ($0.place, .ack) }
        } catch {
            // What failed alone has had its first attempt; of several nobody knows which it was.
            return await oneByOne(items, after: items.count == 1 && !error.tellsOfDuplicate ? error : nil)
        }
    }

    private func together(_ items: [InboxItem]) async throws {
        let areProbablyNew = items.allSatisfy { $0.story == nil && !$0.delivery.redelivered && $0.envelope.attempts == 0 }
        if areProbablyNew { return try await effect(ofNew: items) }
        await closeGaps(try await effect(of: items))
    }

    /// Lets all of `items` have their effect in one transaction, in the belief that none has come before: nobody waits for an answer of the inbox,
    /// and handlers that only write are done in one round trip. Throws where one has come before.
    private func effect(ofNew items: [InboxItem]) async throws {
        let began = ContinuousClock.now
        try await database.transaction(.service) { transaction in
            store.admitNew(items, in: transaction)
            try await items.run(in: transaction)
        }
        probe.succeeded()
        count(items, Done(handled: items.map(\.envelope)), took: .now - began)
    }

    /// Each in a transaction of its own, one aggregate's in order; a few aggregates side by side, so that one that fails keeps few others waiting.
    private func oneByOne(_ items: [(place: Int, item: InboxItem)], after first: (any Error)?) async -> [(Int, Disposition)] {
        let lanes = Dictionary(grouping: items) { abs($0.item.envelope.aggregate.hashValue % Self.sideBySide) }
        return await withTaskGroup(of: [(Int, Disposition)].self) { group in
            for lane in lanes.values {
                group.addTask {
                    var dispositions: [(Int, Disposition)] = []
                    for (place, item) in lane { dispositions.append((place, await attempt(item, after: first))) }
                    return dispositions
                }
            }
            return await group.reduce(into: []) { $0 += $1 }
        }
    }

    /// What can be handled; or why it never can.
    func examine(_ delivery: Delivery) -> Result<InboxItem, Undeliverable> {
        guard let id = delivery.id, let type = delivery.type else {
            return .failure(Undeliverable("it has no message-id that is a UUID, or no type"))
        }
        let envelope = Envelope(delivery, id: id, type: type)
        let handler = handlers[envelope.name]
        let place = stories.place(of: envelope)
        guard handler != nil || stories.follows(envelope.name) else { return .failure(Undeliverable("nobody here handles \(type)")) }
        do {
            let message = try handler?.decode(delivery.body)
            if let fault = delivery.faultOfStory { return .failure(Undeliverable(fault)) }
            return .success(
                InboxItem(
                    delivery: delivery, envelope: envelope, message: message, handler: handler, story: place?.key,
                    isOlderStory: place?.isOlder ?? false))
        } catch {
            return .failure(Undeliverable("it cannot be decoded: \(error)"))
        }
    }

    /// Lets all of `items` have their effect in one transaction. Returns the stories in which something that waited may be handled now.
    func effect(of items: [InboxItem]) async throws -> [StoryKey] {
        let began = ContinuousClock.now
        let done = try await database.transaction(.service) { transaction in
            let admission = try await store.admit(items, in: transaction)
            return try await perform(items, admission, in: transaction)
        }
        probe.succeeded()
        count(items, done, took: .now - began)
        return done.closed
    }

    /// What became of a batch.
    struct Done: Sendable {
        var handled: [Envelope] = []
        var late = 0
        /// Of the late ones.
        var ignored = 0
        var early = 0
        /// Stories in which something that waited may be handled now.
        var closed: [StoryKey] = []
    }

    private func perform(_ items: [InboxItem], _ admitted: Admission, in transaction: Transaction) async throws -> Done {
        var admission = admitted
        var done = Done()
        var turn: [InboxItem] = []
        var advanced: [StoryKey: Int] = [:]
        for item in items where admission.takes(item.envelope.id) {
            if let key = item.story, let last = admission.stories[key]?.last {
                if item.envelope.version > last + 1 {
                    try early.keep(item, key: key, in: transaction)
                    admission.waits(key, item.envelope.version)
                    done.early += 1
                    continue
                }
                if item.envelope.version <= last {
                    done.late += 1
                    if item.handler?.late == .ignore {
                        done.ignored += 1
                        continue
                    }
                } else {
                    admission.advance(key, to: item.envelope.version)
                    advanced[key] = item.envelope.version
                }
            }
            turn.append(item)
            done.handled.append(item.envelope)
        }
        store.advance(advanced, in: transaction)
        try await turn.run(in: transaction)
        done.closed = admission.closed
        return done
    }

    private func count(_ items: [InboxItem], _ done: Done, took: Duration) {
        let now = clock.now
        for envelope in done.handled {
            metrics.consumed(envelope.name)
            if let drawn = envelope.id.instant { metrics.latency.recordSeconds(max(0, now.timeIntervalSince(drawn))) }
        }
        metrics.batch.record(items.count)
        metrics.handling.recordSeconds(took.inSeconds)
        let duplicates = items.count - done.handled.count - done.early - done.ignored
        if duplicates > 0 { metrics.duplicates.increment(by: duplicates) }
        if done.late > 0 { metrics.late.increment(by: done.late) }
        if done.early > 0 { metrics.early.increment(by: done.early) }
    }
}
