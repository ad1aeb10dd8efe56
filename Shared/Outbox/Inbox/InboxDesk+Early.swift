import CoreMetrics
import Database
import Foundation
import Logging
import Messaging
import Models

extension InboxDesk {
    /// Handles what waited for its turn in a story, one after another, each in a transaction of its own. What fails goes the way of every message
    /// that fails; the rest of the story waits for it.
    func closeGap(_ key: StoryKey) async {
        while !Task.isCancelled {
            var current: InboxItem?
            do {
                guard try await handleNext(key, &current) else { return }
            } catch {
                if let current { await giveUp(current, key, because: error) }
                return
            }
        }
    }

    /// Stories whose gap closed while nobody looked, and how many messages wait still.
    func sweepEarly(_ alarm: inout EarlyAlarm) async {
        do {
            for key in try await early.closed(database) { await closeGap(key) }
            guard let waiting = try await early.waiting(database) else { return }
            let seconds = waiting.oldest.map { max(0, clock.now.timeIntervalSince($0)) } ?? 0
            metrics.earlyWaiting.set(waiting.count)
            metrics.earlyOldest.set(seconds)
            metrics.probing.set(probe.isProbing ? 1 : 0)
            alarm.look(waiting.count, oldest: seconds)
        } catch {
            logger.warning("waiting messages could not be looked at", metadata: ["queue": "\(queue.name)", "error": "\(error)"])
        }
    }

    /// False where there is none whose turn it is.
    private func handleNext(_ key: StoryKey, _ current: inout InboxItem?) async throws -> Bool {
        let began = ContinuousClock.now
        var item: InboxItem?
        defer { current = item }
        let handled = try await database.transaction(.service) { transaction -> EarlyStore.Next? in
            guard let next = try await early.next(key, in: transaction) else { return nil }
            early.remove(key, version: next.version, id: next.id, in: transaction)
            if next.version > next.lastVersion { store.advance([key: next.version], in: transaction) }
            guard let delivery = next.delivery(queue: queue.name) else { return next }
            let found = try examine(delivery).get()
            item = found
            if next.version > next.lastVersion || found.handler?.late != .ignore { try await found.run(in: transaction) }
            return next
        }
        guard let handled else { return false }
        if handled.body != nil {
            metrics.consumed(handled.name)
            metrics.handling.recordSeconds((ContinuousClock.now - began).inSeconds)
        }
        return true
    }

    /// A message that waited for its turn fails: it is put off or parked as if it had just come, and its inbox row goes, so that it may come again.
    private func giveUp(_ item: InboxItem, _ key: StoryKey, because error: any Error) async {
        guard !error.tellsOfNoMessage else { return }
        if !(error is Undeliverable), !(error is DecodingError) {
            guard let next = retries.next(item.delivery, failed: max(0, item.envelope.attempts), because: "\(error)") else {
                return await parkEarly(item, key, because: "\(error)")
            }
            guard case .confirmed = await broker.publish([next])[0] else { return }
            metrics.retried(tier: max(0, item.envelope.attempts))
            await release(item, key) { _ in }
        } else {
            await parkEarly(item, key, because: "\(error)")
        }
    }

    private func parkEarly(_ item: InboxItem, _ key: StoryKey, because why: String) async {
        logger.error("message parked", metadata: ["queue": "\(queue.name)", "type": "\(item.envelope.name)", "error": "\(why)"])
        metrics.parked.increment()
        await release(item, key) { try parking.park(item.delivery, because: why, in: $0) }
    }

    private func release(_ item: InboxItem, _ key: StoryKey, _ also: @Sendable (Transaction) throws -> Void) async {
        do {
            try await database.transaction(.service) { transaction in
                try also(transaction)
                early.remove(key, version: item.envelope.version, id: item.envelope.id, in: transaction)
                store.forget(item.envelope.id, in: transaction)
            }
        } catch {
            logger.warning("a waiting message could not be put off", metadata: ["message": "\(item.envelope.id)", "error": "\(error)"])
        }
    }
}

extension EarlyStore.Next {
    /// The message as it came; nil where it was discarded.
    fileprivate func delivery(queue: String) -> Delivery? {
        body.map {
            Delivery(
                queue: queue, body: $0, id: id, type: name.rawValue, timestamp: sentAt, headers: headers, redelivered: false,
                deliveryCount: 0)
        }
    }
}
