package import Database
import Foundation
package import Logging
package import Messaging
package import Models
import ServiceLifecycle

/// Hears the messages of one queue: each has its effect once, is acknowledged after the commit, tried again when it fails, and parked when
/// that does not help.
package struct Inbox: Service {
    /// Messages that the broker hands out ahead of their acknowledgement.
    private static let prefetch = 64
    /// Attempts made at once, before the tiers.
    private static let quickAttempts = 3

    private let queue: Topology.Queue
    private let handlers: [MessageName: any MessageHandler]
    private let database: Database
    private let broker: Broker
    private let retries: RetryRoute
    private let parking: ParkedStore
    private let clock: WallClock
    private let logger: Logger

    /// - Parameter handlers: at most one for each name.
    package init(
        _ queue: Topology.Queue, handlers: [any MessageHandler], database: Database, broker: Broker, clock: WallClock, logger: Logger
    ) {
        self.queue = queue
        self.handlers = Dictionary(uniqueKeysWithValues: handlers.map { ($0.name, $0) })
        self.database = database
        self.broker = broker
        self.clock = clock
        self.logger = logger
        retries = RetryRoute(queue: queue)
        parking = ParkedStore(consumer: queue.name, clock: clock)
    }

    package func run() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await broker.consume(queue.name, prefetch: Self.prefetch) { await receive($0) } }
            group.addTask {
                try await broker.consume(queue.dead, prefetch: Self.prefetch) { await park($0, because: "the broker gave up on it") }
            }
            try await group.waitForAll()
        }
    }

    private func receive(_ delivery: Delivery) async -> Disposition {
        guard let id = delivery.id, let type = delivery.type else {
            return await park(delivery, because: "it has no message-id that is a UUID, or no type")
        }
        guard let handler = handlers[MessageName(rawValue: type)] else {
            return await park(delivery, because: "nobody here handles \(type)")
        }
        return await CurrentTrace.$traceparent.withValue(delivery.text(Header.traceparent)) {
            await attempt(delivery, envelope: Envelope(delivery, id: id, type: type), handler: handler)
        }
    }

    private func attempt(_ delivery: Delivery, envelope: Envelope, handler: any MessageHandler) async -> Disposition {
        var failures = 0
        while true {
            do {
                try await handleOnce(delivery, envelope, handler)
                return .ack
            } catch let error as Undeliverable {
                return await park(delivery, because: "\(error)")
            } catch let error as DecodingError {
                return await park(delivery, because: "it cannot be decoded: \(error)")
            } catch let error as DatabaseError
                where error.kind == .connectionLost || error.kind == .poolExhausted || error.kind == .unknownOutcome
            {
                // Nothing is wrong with the message; the inbox row tells whether it has had its effect.
                guard await pause(after: failures) else { return .reject(requeue: true) }
                failures += 1
            } catch {
                failures += 1
                guard failures < Self.quickAttempts, await pause(after: failures) else {
                    return await putOff(delivery, envelope, because: error)
                }
            }
        }
    }

    private func handleOnce<Handler: MessageHandler>(_ delivery: Delivery, _ envelope: Envelope, _ handler: Handler) async throws {
        let message = try MessageCoding.decoder().decode(Handler.Received.self, from: delivery.body)
        try await database.transaction(.service) { transaction in
            let isNew = try await transaction.execute(
                """
                insert into inbox (consumer, message_id, name, received_at)
                values (\(queue.name), \(envelope.id), \(envelope.name), \(clock.now))
                on conflict do nothing
                """)
            guard isNew == 1 else { return }
            try await handler.handle(message, envelope, in: transaction)
        }
    }

    /// Sends it to wait in the next tier; parks it after the last.
    private func putOff(_ delivery: Delivery, _ envelope: Envelope, because error: any Error) async -> Disposition {
        guard let next = retries.next(delivery, failed: envelope.attempts, because: "\(error)") else {
            return await park(delivery, because: "\(error)")
        }
        logger.info("message put off", metadata: ["message": "\(envelope.id)", "name": "\(envelope.name)", "error": "\(error)"])
        guard case .confirmed = await broker.publish([next])[0] else {
            _ = await pause(after: 5)
            return .reject(requeue: true)
        }
        return .ack
    }

    private func park(_ delivery: Delivery, because why: String) async -> Disposition {
        logger.error("message parked", metadata: ["queue": "\(delivery.queue)", "type": "\(delivery.type ?? "none")", "error": "\(why)"])
        var failures = 0
        while true {
            do {
                try await database.transaction(.service) { try parking.park(delivery, because: why, in: $0) }
                return .ack
            } catch {
                logger.error("parking failed", metadata: ["error": "\(error)"])
                failures += 1
                guard await pause(after: failures) else { return .reject(requeue: true) }
            }
        }
    }

    /// Waits a little, longer each time; false where the service is being stopped.
    private func pause(after failures: Int) async -> Bool {
        let wait = Duration.milliseconds(min(5_000, 50 << min(failures, 10)))
        return (try? await Task.sleep(for: wait)) != nil && !Task.isShuttingDownGracefully
    }
}

extension MessageHandler {
    var name: MessageName { Received.name }
}

extension Envelope {
    init(_ delivery: Delivery, id: UUID, type: String) {
        self.init(
            id: id, name: MessageName(rawValue: type), aggregate: delivery.text(Header.aggregate).flatMap(UUID.init(uuidString:)) ?? id,
            version: delivery.integer(Header.version) ?? 0, producer: delivery.text(Header.producer) ?? "",
            traceparent: delivery.text(Header.traceparent), attempts: delivery.integer(Header.attempts) ?? 0)
    }
}

extension Delivery {
    func text(_ header: String) -> String? {
        if case .string(let value) = headers[header] { return value }
        return nil
    }

    func integer(_ header: String) -> Int? {
        if case .int(let value) = headers[header] { return Int(value) }
        return nil
    }
}
