import CoreMetrics
import Database
import Foundation
import Logging
import Messaging
import Models

extension InboxDesk {
    /// What one attempt at a message came to.
    private enum Outcome: Sendable {
        case done
        case parked(String)
        /// Nothing is wrong with the message.
        case away(any Error)
        /// What it speaks of is still on its way.
        case tooSoon(any Error)
        case failed(any Error)
    }

    /// Handles one message by itself, again when it fails; at last it waits in a tier, or is parked.
    ///
    /// - Parameter first: why the first attempt failed, if there was one.
    func attempt(_ item: InboxItem, after first: (any Error)?) async -> Disposition {
        var failures = 0
        var probes = 0
        var before = first.map(outcome(of:))
        while !Task.isStopping {
            let outcome: Outcome
            if let known = before.take() {
                outcome = known
            } else {
                guard let tried = await probe.turn({ await tryOnce(item) }) else { break }
                outcome = tried
            }
            switch outcome {
            case .done: return .ack
            case .parked(let why): return await parking.park(item.delivery, because: why)
            // What was broken off tells nothing of the message, nor of the others.
            case _ where Task.isStopping: continue
            case .failed(let error) where error is TookTooLong: return await putOff(item, because: error)
            case .away(let error):
                // The inbox row tells whether it has had its effect.
                _ = probe.strike(error, isSure: true)
            case .tooSoon(let error):
                failures += 1
                guard failures < Self.quickAttempts, await Task.pause(after: failures) else { return await putOff(item, because: error) }
            case .failed(let error) where probe.isProbing:
                probes += 1
                guard probes < Probe.patience else { return await putOff(item, because: error) }
            case .failed(let error):
                failures += 1
                if failures < Self.quickAttempts, await Task.pause(after: failures) { continue }
                guard probe.strike(error) else { return await putOff(item, because: error) }
            }
        }
        return .reject(requeue: true)
    }

    private func tryOnce(_ item: InboxItem) async -> Outcome {
        do {
            let closed = try await inTime { try await effect(of: [item]) }
            // Not within the time of this message, which is done with.
            await closeGaps(closed)
            return .done
        } catch {
            return outcome(of: error)
        }
    }

    /// Cancels `work` when it takes too long, and throws ``TookTooLong``.
    func inTime<Result: Sendable>(_ work: @escaping @Sendable () async throws -> Result) async throws -> Result {
        try await withThrowingTaskGroup(of: Result.self) { group in
            group.addTask { try await work() }
            group.addTask { [limit = pace.longestAttempt] in
                try await Task.sleep(for: limit)
                throw TookTooLong(limit: limit)
            }
            defer { group.cancelAll() }
            guard let first = try await group.next() else { throw CancellationError() }
            return first
        }
    }

    private func outcome(of error: any Error) -> Outcome {
        if let error = error as? Undeliverable { return .parked("\(error)") }
        if error is DecodingError { return .parked("it cannot be decoded: \(error)") }
        if error is RetryLater { return .tooSoon(error) }
        probe.triedInVain()
        return error.tellsOfNoMessage ? .away(error) : .failed(error)
    }

    /// Sends it to wait in the next tier; parks it after the last.
    func putOff(_ item: InboxItem, because error: any Error) async -> Disposition {
        guard !Task.isStopping else { return .reject(requeue: true) }
        let attempts = max(0, item.envelope.attempts)
        guard let next = retries.next(item.delivery, failed: attempts, because: "\(error)") else {
            return await parking.park(item.delivery, because: "\(error)")
        }
        let outcome = await CurrentTrace.$traceparent.withValue(item.envelope.traceparent) {
            logger.info(
                "message put off",
                metadata: [
                    "queue": "\(queue.name)", "message": "\(item.envelope.id)", "name": "\(item.envelope.name)", "error": "\(error)",
                ])
            return await send(next)
        }
        switch outcome {
        case .confirmed:
            metrics.retried(tier: attempts)
            return .ack
        case .failed: return .reject(requeue: true)
        // Given back, it would come again at once, and hold up what is behind it.
        case let outcome: return await parking.park(item.delivery, because: "\(error); and it could not be put off: \(outcome.reason)")
        }
    }

    /// Publishes a message again and again, until the broker keeps it or it has been plain for a while that its queue does not. What the broker's
    /// absence comes to is `failed`: what was delivered comes again by itself then.
    private func send(_ message: OutgoingMessage) async -> PublishOutcome {
        let end = ContinuousClock.now + pace.longestOffer
        var tried = 0
        var told: String?
        while true {
            let outcome = await broker.publish([message])[0]
            switch outcome {
            case .confirmed, .refused: return outcome
            case .failed:
                tried += 1
                if tried >= Self.longAttempts { return outcome }
            case .returned, .nacked, .unanswered, .withheld:
                if .now >= end { return outcome }
            }
            if told != outcome.reason {
                told = outcome.reason
                logger.error("a message could not be put off", metadata: ["queue": "\(queue.name)", "error": "\(outcome.reason)"])
            }
            guard await Task.pause(after: 5) else { return .failed("the service is being stopped") }
        }
    }
}

/// Handling a message did not come to an end, and was cancelled.
struct TookTooLong: Error, CustomStringConvertible {
    let limit: Duration

    var description: String { "handling it did not end within \(limit)" }
}

extension Error {
    /// The inbox has had one of them before.
    var tellsOfDuplicate: Bool {
        guard let error = self as? DatabaseError, error.isUniqueViolation() else { return false }
        return error.constraint?.hasPrefix("inbox_") == true
    }

    /// The trouble lies with the database or with us: every message would fail.
    var tellsOfNoMessage: Bool {
        if self is CancellationError { return true }
        guard let error = self as? DatabaseError else { return false }
        switch error.kind {
        case .connectionLost, .poolExhausted, .unknownOutcome: return true
        // A statement that took too long (57014) may be the message's own doing.
        default:
            guard let state = error.sqlState, state != "57014", !error.isTransactionConflict else { return false }
            // A server that only reads (25006), as after a failover; a disk or file that fails (class 58).
            return error.isRetriable || state == "25006" || state.hasPrefix("58")
        }
    }
}
