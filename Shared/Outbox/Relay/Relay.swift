package import Database
import Foundation
package import Logging
package import Messaging
package import Models
import ServiceLifecycle

/// Sends what lies in the outbox, each aggregate's messages in order, and marks what the broker has confirmed.
///
/// Aggregates are spread over shards; of several copies of a service each leads its share of them. A dead copy's are taken over within seconds; where
/// its host went with it, once PostgreSQL has noticed that nobody answers, in about half a minute (`tcp_keepalives_…` of the session). No transaction
/// is open while it waits for the broker. A message that is sent but not yet marked when the relay dies is sent again: the receivers' inboxes see to
/// it that it has its effect once. A message that is not taken holds back the later ones of its own aggregate only.
package struct Relay: Service {
    /// How long the relay sleeps when nobody wakes it: the delay of what another copy of the service wrote.
    private static let poll = Duration.milliseconds(200)
    /// How often the copies look at each other.
    private static let balance = Duration.milliseconds(500)

    private let outbox: Outbox
    private let service: ServiceName
    private let database: Database
    private let desk: RelayDesk
    private let housekeeping: Housekeeping
    private let logger: Logger

    /// - Parameters:
    ///   - exchange: another one than the system's own, for tests that run side by side.
    ///   - retention: how long what was sent and heard is kept.
    package init(
        _ outbox: Outbox, service: ServiceName, database: Database, broker: Broker, exchange: String = Topology.exchange,
        retention: Retention = Retention(), logger: Logger
    ) {
        self.outbox = outbox
        self.service = service
        self.database = database
        self.logger = logger
        let store = OutboxStore(database: database)
        desk = RelayDesk(store: store, broker: broker, exchange: exchange, clock: outbox.clock, logger: logger)
        housekeeping = Housekeeping(
            store: store, retention: retention, seals: DaySeals(service, outbox: outbox, store: store, logger: logger),
            clock: outbox.clock, logger: logger)
    }

    package func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do {
                    // Where the database's answers come in, so that no other thread is woken between them and what follows.
                    try await database.onItsThread {
                        try await database.session { locks in
                            try await database.session { try await relay(by: locks, reading: OutboxReader($0)) }
                        }
                    }
                } catch {
                    guard !Task.isCancelled else { return }
                    logger.warning("relay interrupted", metadata: ["error": "\(error)"])
                }
                try? await Task.sleep(for: Self.balance)
            }
        }
    }

    /// Relays for as long as both sessions, and so the locks of the first, live.
    private func relay(by session: Session, reading reader: OutboxReader) async throws {
        let shards = Shards()
        let mailbox = RelayMailbox(doorbell: outbox.doorbell)
        var locks = ShardLocks(service, session: session, shards: shards)
        try await locks.join()
        _ = try await locks.balance()
        let joined = locks
        try await withThrowingDiscardingTaskGroup { tasks in
            tasks.addTask { try await keep(joined, tell: mailbox) }
            tasks.addTask { await tick(mailbox) }
            tasks.addTask { await housekeeping.run(leading: shards) }
            tasks.addTask {
                var loop = RelayLoop(desk: desk, reader: reader, shards: shards, mailbox: mailbox, doorbell: outbox.doorbell)
                try await withThrowingDiscardingTaskGroup { work in
                    defer { work.cancelAll() }
                    try await loop.run(&work)
                }
            }
        }
    }

    /// Throws when the session is lost: whoever finds its shards free takes them.
    private func keep(_ joined: ShardLocks, tell mailbox: RelayMailbox) async throws {
        var locks = joined
        while !Task.isCancelled {
            try await Task.sleep(for: Self.balance)
            if try await locks.balance() { mailbox.post(.shardsChanged) }
        }
    }

    private func tick(_ mailbox: RelayMailbox) async {
        while (try? await Task.sleep(for: Self.poll)) != nil {
            mailbox.post(.tick)
        }
    }
}
