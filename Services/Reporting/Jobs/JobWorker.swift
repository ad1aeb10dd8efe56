import Database
import Foundation
import Logging
import Messaging
import Models
import Outbox
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
    let parking: Parking
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
        await with(delivery) { job in
            await settle { transaction in
                try await work(job, in: transaction)
            } failing: { error, transaction in
                try await work.fail(job, because: error, in: transaction)
            }
        }
    }

    /// A job that went down with its worker twenty times.
    private func giveUp(_ delivery: Delivery) async -> Disposition {
        await with(delivery) { job in
            await settle { transaction in
                try await work.fail(job, because: "the broker gave up on it", isFinal: true, in: transaction)
            } failing: { _, _ in
            }
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

    /// Does `work` with the job that a message brings. What brings none is parked; the row of a job that was garbled on the way is sent again.
    private func with(_ delivery: Delivery, _ work: (UUID) async -> Disposition) async -> Disposition {
        let ticket: JobTicket
        do {
            ticket = try MessageCoding.decode(JobTicket.self, from: delivery.body)
        } catch {
            return await parking.park(delivery, because: "it cannot be decoded: \(error)")
        }
        return await work(ticket.job)
    }

    /// Nothing is wrong with the job.
    private static func isOutage(_ error: any Error) -> Bool {
        guard let error = error as? DatabaseError else { return error is CancellationError }
        return error.kind == .connectionLost || error.kind == .poolExhausted || error.kind == .unknownOutcome
    }
}
