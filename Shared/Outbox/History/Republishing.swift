package import Database
package import Foundation
package import Messaging
package import Models

/// Sends again what lies in the history of a service's outbox: after a restore, for a new consumer, or to build a copy anew. The ids are the same, so
/// that whoever has heard a message takes it for a duplicate.
package struct Republishing: Sendable {
    /// What is sent again.
    package struct Range: Sendable {
        /// The instants inside the messages' ids.
        package var since: Date
        /// Nil: up to now.
        package var until: Date?
        /// Nil: every name.
        package var names: Set<MessageName>?
        /// One service only: its queue gets them, and nobody else has them to recognise. Only what that queue is bound to is sent. Nil: everybody
        /// who is bound to a message's name.
        package var to: ServiceName?

        package init(since: Date, until: Date? = nil, names: Set<MessageName>? = nil, to: ServiceName? = nil) {
            self.since = since
            self.until = until
            self.names = names
            self.to = to
        }
    }

    /// It stopped: the broker did not take a message.
    package struct Stopped: Error, CustomStringConvertible {
        /// How many were sent again before it.
        package let sent: Int
        /// The message, whose instant is where to go on from.
        package let message: UUID
        package let why: String

        package var description: String { "\(sent) messages were sent again; then \(message) was not taken: \(why)" }
    }

    private static let page = 500
    /// Messages are sent in the order in which they were written, slice by slice of their ids' time.
    private static let slice = 60.0

    private let database: Database
    private let broker: Broker
    private let topology: Topology
    private let prefix: String

    /// - Parameters:
    ///   - database: the service's own.
    ///   - broker: the service's own connection for everybody; to one service it takes the administrator's, since no service may write into
    ///     another's queue.
    ///   - prefix: before the names of exchanges and queues, for tests that run side by side.
    package init(_ database: Database, broker: Broker, topology: Topology = .standard, prefix: String = "") {
        self.database = database
        self.broker = broker
        self.topology = topology
        self.prefix = prefix
    }

    /// Sends what is confirmed; what is not yet goes out by itself. Throws ``Stopped``.
    ///
    /// - Returns: how many messages the broker has taken.
    @discardableResult
    package func callAsFunction(_ range: Range) async throws -> Int {
        var names = range.names
        if let service = range.to {
            let bound = Set(topology.events(of: service).bindings)
            names = names.map { $0.intersection(bound) } ?? bound
        }
        var sent = 0
        var start = range.since
        let end = range.until ?? .distantFuture
        while let first = try await first(from: start, until: end) {
            start = max(start, first)
            let sliceEnd = min(start.addingTimeInterval(Self.slice), end)
            sent += try await send(from: start, until: sliceEnd, names, to: range.to, already: sent)
            start = sliceEnd
        }
        return sent
    }

    private func send(from start: Date, until end: Date, _ names: Set<MessageName>?, to service: ServiceName?, already: Int) async throws
        -> Int
    {
        var sent = 0
        var last = 0
        while true {
            let rows = try await page(from: start, until: end, names, after: last)
            guard let final = rows.last else { return sent }
            let outcomes = await broker.publish(rows.map { outgoing($0, to: service) })
            for (row, outcome) in zip(rows, outcomes) where !outcome.isConfirmed {
                throw Stopped(sent: already + sent, message: row.id, why: outcome.reason)
            }
            sent += rows.count
            last = final.position
        }
    }

    private func outgoing(_ row: OutboxRow, to service: ServiceName?) -> OutgoingMessage {
        // The default exchange leads straight into the queue that is called as the routing key.
        if let service { return row.outgoing(to: "", routingKey: prefix + topology.events(of: service).name) }
        return row.outgoing(to: prefix + Topology.exchange)
    }

    /// The instant of the first message of the history in that time.
    private func first(from start: Date, until end: Date) async throws -> Date? {
        guard start < end else { return nil }
        return try await database.value(
            .service,
            "select id from outbox where id >= \(UUID.first(at: start)) and id < \(UUID.end(at: end)) order by id limit 1", as: UUID.self
        )?.instant
    }

    private func page(from start: Date, until end: Date, _ names: Set<MessageName>?, after position: Int) async throws -> [OutboxRow] {
        let wanted: SQL = names.map { "and name = any (\(Array($0)))" } ?? ""
        return try await database.all(
            .service,
            """
            select \(OutboxRow.columns)
            from outbox
            where id >= \(UUID.first(at: start)) and id < \(UUID.end(at: end)) and confirmed_at is not null and position > \(position) \(wanted)
            order by position
            limit \(Self.page)
            """)
    }
}

extension Outbox {
    /// Sends again what lies in the history of a service's outbox (``Republishing``).
    ///
    /// - Parameters:
    ///   - database: the service's own.
    ///   - to: nil for everybody who is bound to a message's name, by the service's own connection; one service only by the administrator's.
    package static func republish(
        since: Date, to service: ServiceName? = nil, from database: Database, through broker: Broker
    ) async throws -> Int {
        try await Republishing(database, broker: broker)(Republishing.Range(since: since, to: service))
    }
}

extension UUID {
    /// As ``first(at:)``, but the greatest of all for an instant without end.
    fileprivate static func end(at instant: Date) -> UUID {
        instant == .distantFuture ? UUID(high: .max, low: .max) : .first(at: instant)
    }
}
