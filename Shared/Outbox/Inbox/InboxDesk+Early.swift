import CoreMetrics
import Database
import Foundation
import Logging
import Messaging
import Models
import Synchronization

extension InboxDesk {
    func closeGaps(_ keys: [StoryKey]) async {
        for key in keys { await closeGap(key) }
    }

    /// Handles what waited for its turn in a story, one after another, each in a transaction of its own. What fails, or takes too long, waits as long as in the retry
    /// tiers, but in its table, and is parked after the last; the rest of the story waits for it.
    func closeGap(_ key: StoryKey) async {
        do {
            while !Task.isCancelled, try await handleNext(key) {}
        } catch {
            guard !Task.isCancelled else { return }
            logger.warning(
                "a message whose turn had come was not handled, and is soon tried again",
                metadata: ["queue": "\(queue.name)", "error": "\(error)"])
        }
    }

    /// Stories whose gap closed while nobody looked, and how many messages wait still.
    func sweepEarly(_ alarm: inout EarlyAlarm) async {
        do {
            await closeGaps(try await early.closed(database))
            guard let waiting = try await early.waiting(database) else { return }
            let seconds = waiting.oldest.map { max(0, clock.now.timeIntervalSince($0)) } ?? 0
            metrics.earlyWaiting.set(waiting.count)
            metrics.earlyOldest.set(seconds)
            alarm.look(waiting.count, oldest: seconds)
        } catch {
            logger.warning("waiting messages could not be looked at", metadata: ["queue": "\(queue.name)", "error": "\(error)"])
        }
    }

    /// False where there is none whose turn it is, or it failed. Throws where the trouble is not the message's.
    private func handleNext(_ key: StoryKey) async throws -> Bool {
        let began = ContinuousClock.now
        let current = Mutex<EarlyStore.Next?>(nil)
        do {
            let handled = try await inTime {
                try await database.transaction(.service) { transaction -> EarlyStore.Next? in
                    let found = try await early.next(key, in: transaction)
                    current.withLock { $0 = found }
                    guard let next = found, try await early.remove(next, of: key, in: transaction) else { return nil }
                    try await handle(next, of: key, in: transaction)
                    return next
                }
            }
            guard let handled else { return false }
            if handled.body != nil {
                metrics.consumed(handled.name)
                metrics.handling.recordSeconds((ContinuousClock.now - began).inSeconds)
            }
            return true
        } catch {
            guard !error.tellsOfNoMessage, let next = current.withLock({ $0 }), let delivery = next.delivery(queue: queue.name) else {
                throw error
            }
            await CurrentTrace.$traceparent.withValue(delivery.text(Header.traceparent)) {
                await failed(next, delivery, of: key, because: error)
            }
            return false
        }
    }

    private func handle(_ next: EarlyStore.Next, of key: StoryKey, in transaction: Transaction) async throws {
        let isLate = next.version <= next.lastVersion
        if !isLate { store.advance([key: next.version], in: transaction) }
        guard let delivery = next.delivery(queue: queue.name) else { return }
        let item = try examine(delivery).get()
        if !isLate || item.handler?.late != .ignore { try await item.run(in: transaction) }
    }

    private func failed(_ next: EarlyStore.Next, _ delivery: Delivery, of key: StoryKey, because error: any Error) async {
        let attempts = max(0, delivery.integer(Header.attempts) ?? 0)
        let isHopeless = error is Undeliverable || error is DecodingError || attempts >= Topology.retryTiers.count
        let place: Logger.Metadata = ["queue": "\(queue.name)", "message": "\(next.id)", "name": "\(next.name)", "error": "\(error)"]
        do {
            if isHopeless {
                guard try await park(next, delivery, of: key, because: "\(error)") else { return }
                parking.note(delivery, because: "\(error)")
            } else {
                let tier = Topology.retryTiers[attempts]
                try await database.transaction(.service) {
                    early.putOff(next, of: key, until: clock.now.addingTimeInterval(Double(tier.milliseconds) / 1_000), in: $0)
                }
                logger.warning("a message whose turn had come failed, and waits", metadata: place)
                metrics.retried(tier: attempts)
            }
        } catch {
            logger.warning("a waiting message could not be put off", metadata: ["message": "\(next.id)", "error": "\(error)"])
        }
    }

    /// Its inbox row goes with it, so that it may come again when it is replayed. False where another copy has done with it.
    private func park(_ next: EarlyStore.Next, _ delivery: Delivery, of key: StoryKey, because why: String) async throws -> Bool {
        try await database.transaction(.service) { transaction in
            guard try await early.remove(next, of: key, in: transaction) else { return false }
            try parking.store.park(delivery, because: why, in: transaction)
            store.forget(next.id, in: transaction)
            return true
        }
    }
}

extension EarlyStore.Next {
    /// The message as it came, with the attempts made since; nil where it was discarded.
    fileprivate func delivery(queue: String) -> Delivery? {
        body.map { body in
            var headers = headers
            if failed > 0 { headers[Header.attempts] = .int((headers[Header.attempts]?.int ?? 0) + Int64(failed)) }
            return Delivery(
                queue: queue, body: body, id: id, type: name.rawValue, timestamp: sentAt, headers: headers, redelivered: false,
                deliveryCount: 0)
        }
    }
}
