import Database
package import Foundation
package import Messaging
import Models

extension ParkedMessages {
    /// What became of a message that was to be replayed.
    package enum Replay: Sendable, Equatable {
        /// It lies in its consumer's queue again.
        case replayed
        /// There is no such row, or it was resolved before.
        case notOpen
        /// It was not replayed, and why; it stays open.
        case failed(String)
    }

    /// Sends messages once more to the queue of the consumer that parked them, by the service's own retry exchange, as if they came for the
    /// first time: the inbox sees to it that each has its effect once, whoever else replays it. A row is resolved when the broker has it.
    ///
    /// - Parameter broker: the service's own connection is enough.
    /// - Returns: an outcome for each id.
    package func replay(_ ids: [UUID], by actor: AuditActor, through broker: Broker) async throws -> [UUID: Replay] {
        let rows = try await database.transaction(.service) { transaction in
            try await transaction.rows(
                """
                select \(ParkedMessage.columns), headers, body, sent_at from parked
                where id = any (\(ids)) and resolved_at is null
                order by parked_at, id
                """)
        }
        var outcomes = Dictionary(ids.map { ($0, Replay.notOpen) }) { first, _ in first }
        var sent: [(parked: ParkedMessage, message: OutgoingMessage)] = []
        for row in rows {
            let parked = try ParkedMessage(row)
            if let message = try outgoing(parked, row) {
                sent.append((parked, message))
            } else {
                outcomes[parked.id] = .failed("it has no id or no name: nobody can handle it")
            }
        }
        let answers = await broker.publish(sent.map(\.message))
        var confirmed: [ParkedMessage] = []
        for (item, answer) in zip(sent, answers) {
            if answer.isConfirmed { confirmed.append(item.parked) } else { outcomes[item.parked.id] = .failed("\(answer)") }
        }
        for id in try await markReplayed(confirmed, by: actor) { outcomes[id] = .replayed }
        for message in confirmed where outcomes[message.id] != .replayed {
            outcomes[message.id] = .failed("it was parked again, or resolved by somebody else, meanwhile")
        }
        return outcomes
    }

    private func markReplayed(_ messages: [ParkedMessage], by actor: AuditActor) async throws -> [UUID] {
        guard !messages.isEmpty else { return [] }
        let now = clock.now
        return try await database.transaction(.service) { transaction in
            // Its consumer may have parked it again by now, in the same row: then it stays open.
            let marked = try await transaction.rows(
                """
                update parked
                set resolved_at = \(now), resolution = \(ParkedMessage.Resolution.replayed), resolved_by = \(actor.id)
                from unnest(\(messages.map(\.id)), \(messages.map(\.times))) as seen (id, times)
                where parked.id = seen.id and parked.times = seen.times and parked.resolved_at is null
                returning parked.id
                """
            ).map { try $0.get("id", as: UUID.self) }
            for message in messages where marked.contains(message.id) {
                try transaction.audit(.parked("replayed", message.id, by: actor, details: Self.details(message)), at: now)
            }
            return marked
        }
    }

    private func outgoing(_ parked: ParkedMessage, _ row: Row) throws -> OutgoingMessage? {
        guard let id = parked.message, let name = parked.name else { return nil }
        var headers = try row.get("headers", as: JSONColumn<[String: HeaderJSON]>.self).value.mapValues(\.value)
        // Those that stand in columns of their own are there though the others could not be kept.
        if let aggregate = parked.aggregate { headers[Header.aggregate] = .string(aggregate.text) }
        if let producer = parked.producer { headers[Header.producer] = .string(producer) }
        if let version = parked.version { headers[Header.version] = .int(Int64(version)) }
        headers[Header.attempts] = nil
        headers[Header.error] = nil
        return OutgoingMessage(
            exchange: "\(prefix)\(service.rawValue).retry", routingKey: parked.consumer, id: id, type: name.rawValue,
            timestamp: try row.get("sent_at", as: Date?.self) ?? id.instant ?? parked.parkedAt, headers: headers,
            body: try row.get("body"))
    }
}
