import Database
import Foundation
import Logging
import Messaging
import Models
import Outbox
import ServiceLifecycle

/// Splits runs into jobs and sees to it that every job that waits lies in the queue: the table is the truth, the queue hands it out. A job may be
/// sent twice, and is done once.
struct JobDispatcher: Service {
    /// Jobs sent at a time.
    private static let window = 500
    /// How long until a run that another copy of the service took is seen.
    private static let poll = Duration.seconds(1)

    let database: Database
    let broker: Broker
    let queue: Topology.Queue
    let plan: PlanJobs
    let clock: WallClock
    let doorbell: Doorbell
    let logger: Logger
    let jobs = JobStore()

    func run() async throws {
        await cancelWhenGracefulShutdown {
            var told: String?
            while !Task.isCancelled {
                do {
                    while try await database.transaction(.service, { try await plan(in: $0) }) {}
                    while try await send(&told) {}
                } catch {
                    logger.warning("dispatching interrupted", metadata: ["error": "\(error)"])
                }
                await doorbell.wait(atMost: Self.poll)
            }
        }
    }

    /// Sends what waits; false where nothing does, or where the broker did not take it all: then `told` is why, and what was logged before is not
    /// logged again.
    func send(_ told: inout String?) async throws -> Bool {
        let waiting = try await database.transaction(.service) { try await jobs.unsent(limit: Self.window, in: $0) }
        guard !waiting.isEmpty else { return false }
        let messages = try waiting.map { try JobTicket(job: $0).message(to: queue, exchange: queue.retryExchange, at: clock.now) }
        let outcomes = await broker.publish(messages)
        let confirmed = zip(waiting, outcomes).filter { $1.isConfirmed }.map(\.0)
        if !confirmed.isEmpty { try await database.transaction(.service) { jobs.sent(confirmed, in: $0) } }
        let why = outcomes.first { !$0.isConfirmed }?.reason
        if let why, why != told {
            logger.warning("jobs not taken by the broker", metadata: ["count": "\(waiting.count - confirmed.count)", "error": "\(why)"])
        }
        told = why
        return confirmed.count == waiting.count
    }
}
