import Database
import Foundation
import Logging
import Messaging
import Models
import ServiceLifecycle

/// Takes jobs from the queue and does them. A worker that dies in the middle leaves nothing behind: its transaction ends with it, and the broker
/// gives the job to another.
struct JobWorker: Service {
    /// Jobs taken at a time: the one in hand and the next.
    private static let prefetch = 2

    let database: Database
    let broker: Broker
    let queue: Topology.Queue
    let work: WorkJob
    let logger: Logger

    func run() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await broker.consume(queue.name, prefetch: Self.prefetch) { await take($0) } }
            group.addTask {
                try await broker.consume(queue.dead, prefetch: Self.prefetch) { await giveUp($0) }
            }
            try await group.waitForAll()
        }
    }

    private func take(_ delivery: Delivery) async -> Disposition {
        guard let job = ticket(delivery) else { return .ack }
        return await settle { transaction in
            try await work(job, in: transaction)
        } failing: { error, transaction in
            try await work.fail(job, because: error, in: transaction)
        }
    }

    /// A job that went down with its worker twenty times.
    private func giveUp(_ delivery: Delivery) async -> Disposition {
        guard let job = ticket(delivery) else { return .ack }
        return await settle { transaction in
            try await work.fail(job, because: "the broker gave up on it", isFinal: true, in: transaction)
        } failing: { _, _ in
        }
    }

    /// Runs `body` until the database has taken it, or the worker is being stopped; where it went wrong, `failing` is put on record instead.
    private func settle(
        _ body: @Sendable (Transaction) async throws -> Void, failing: @Sendable (String, Transaction) async throws -> Void
    ) async -> Disposition {
        var wait = Duration.milliseconds(200)
        while true {
            do {
                do {
                    try await database.transaction(.service, body)
                } catch let error where !Self.isOutage(error) {
                    logger.error("job failed", metadata: ["error": "\(error)"])
                    try await database.transaction(.service) { try await failing("\(error)", $0) }
                }
                return .ack
            } catch {
                logger.warning("the database is away; the job waits", metadata: ["error": "\(error)"])
                guard (try? await Task.sleep(for: wait)) != nil, !Task.isShuttingDownGracefully else { return .reject(requeue: true) }
                wait = min(wait * 2, .seconds(5))
            }
        }
    }

    private func ticket(_ delivery: Delivery) -> UUID? {
        do {
            return try MessageCoding.decoder().decode(JobTicket.self, from: delivery.body).job
        } catch {
            // Only this service writes into this queue; the row of a job that was garbled on the way is sent again.
            logger.error("a message in \(delivery.queue) is no job", metadata: ["error": "\(error)"])
            return nil
        }
    }

    /// Nothing is wrong with the job.
    private static func isOutage(_ error: any Error) -> Bool {
        guard let error = error as? DatabaseError else { return error is CancellationError }
        return error.kind == .connectionLost || error.kind == .poolExhausted || error.kind == .unknownOutcome
    }
}
