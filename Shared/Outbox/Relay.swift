package import Database
import Foundation
package import Logging
package import Messaging
package import Models
import ServiceLifecycle

/// Sends what lies in the outbox, in order, and marks what the broker has confirmed. Of several copies of a service one relays at a time.
///
/// No transaction is open while it waits for the broker. A message that is sent but not yet marked when the relay dies is sent again: the
/// receivers' inboxes see to it that it has its effect once.
package struct Relay: Service {
    /// Messages in one round.
    private static let window = 1_000
    /// How long the relay sleeps when nobody wakes it: the delay of what another copy of the service wrote.
    private static let poll = Duration.milliseconds(200)
    private static let longestBackoff = Duration.seconds(10)
    /// Seconds between looks at the partitions of the days to come; they are made two days ahead.
    private static let preparationInterval = 600.0

    private let outbox: Outbox
    private let store: OutboxStore
    private let database: Database
    private let broker: Broker
    private let exchange: String
    private let lockName: String
    private let logger: Logger

    /// - Parameter exchange: another one than the system's own, for tests that run side by side.
    package init(
        _ outbox: Outbox, service: ServiceName, database: Database, broker: Broker, exchange: String = Topology.exchange, logger: Logger
    ) {
        self.outbox = outbox
        self.database = database
        self.broker = broker
        self.exchange = exchange
        self.logger = logger
        store = OutboxStore(database: database)
        lockName = "relay:\(service.rawValue)"
    }

    package func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do {
                    try await database.session { session in
                        if try await session.tryLock(lockName) { try await lead(while: session) }
                    }
                } catch {
                    logger.warning("relay interrupted", metadata: ["error": "\(error)"])
                }
                try? await Task.sleep(for: .seconds(1))
            }
        }
    }

    /// Relays for as long as the session, and so the lock, lives.
    private func lead(while session: Session) async throws {
        var nextPreparation = Date.distantPast
        var backoff = Self.poll
        while !Task.isCancelled {
            if outbox.clock.now >= nextPreparation {
                await preparePartitions()
                nextPreparation = outbox.clock.now.addingTimeInterval(Self.preparationInterval)
            }
            switch try await sendRound() {
            case .allConfirmed: backoff = Self.poll
            case .nothing:
                backoff = Self.poll
                await outbox.doorbell.wait(atMost: Self.poll)
            case .someFailed:
                try? await Task.sleep(for: backoff)
                backoff = min(backoff * 2, Self.longestBackoff)
                guard await session.isAlive() else { return }
            }
        }
    }

    /// Makes the partitions of the days to come. Should that fail, messages go into the default partition meanwhile, and none waits for it.
    private func preparePartitions() async {
        do {
            // Partitions are days in UTC, as the ids are; a legal day begins seven hours earlier.
            try await store.preparePartitions(on: LegalDate(outbox.clock.now.addingTimeInterval(-7 * 3600)))
        } catch {
            logger.error("partitions could not be prepared", metadata: ["error": "\(error)"])
        }
    }

    private enum Round {
        case nothing, allConfirmed, someFailed
    }

    private func sendRound() async throws -> Round {
        let rows = try await store.pending(limit: Self.window)
        guard !rows.isEmpty else { return .nothing }
        let outcomes = await broker.publish(rows.map { $0.outgoing(to: exchange) })
        var confirmed: [UUID] = []
        var failed: [(id: UUID, why: String)] = []
        for (row, outcome) in zip(rows, outcomes) {
            switch outcome {
            case .confirmed: confirmed.append(row.id)
            case .returned(let why): failed.append((row.id, "returned, no queue takes it: \(why)"))
            case .nacked: failed.append((row.id, "the broker refused it (nack)"))
            case .failed(let why): failed.append((row.id, why))
            }
        }
        try await store.record(confirmed: confirmed, failed: failed, at: outbox.clock.now)
        if let first = failed.first {
            logger.warning("messages not taken by the broker", metadata: ["count": "\(failed.count)", "first": "\(first.why)"])
        }
        return failed.isEmpty ? .allConfirmed : .someFailed
    }
}
