package import Database
package import Foundation
package import Models

/// The messages that one service has parked: to be looked at, replayed or discarded by a person, each with its line in the audit trail.
package struct ParkedMessages: Sendable {
    let database: Database
    let service: ServiceName
    let clock: WallClock
    let prefix: String

    /// - Parameters:
    ///   - database: the service's own.
    ///   - prefix: before the names of exchanges and queues, for tests that run side by side.
    package init(_ database: Database, service: ServiceName, clock: WallClock, prefix: String = "") {
        self.database = database
        self.service = service
        self.clock = clock
        self.prefix = prefix
    }

    /// The oldest first, in pages.
    ///
    /// - Parameter after: the last row of the page before.
    package func list(openOnly: Bool = true, limit: Int = 50, after: UUID? = nil) async throws -> [ParkedMessage] {
        try await database.transaction(.service) { transaction in
            let place: SQL = after.map { "and (parked_at, id) > (select parked_at, id from parked where id = \($0))" } ?? ""
            let state: SQL = openOnly ? "resolved_at is null" : "true"
            return try await transaction.all(
                "select \(ParkedMessage.columns) from parked where \(state) \(place) order by parked_at, id limit \(limit)")
        }
    }

    /// What is known of one without its content, as the list shows it; nobody has looked into it. Nil where there is none.
    package func outline(_ id: UUID) async throws -> ParkedMessage? {
        try await database.first(.service, "select \(ParkedMessage.columns) from parked where id = \(id)")
    }

    /// One with its headers and, for the system role alone, its body; that it was looked at is audited. Nil where there is none.
    package func find(_ id: UUID, by actor: AuditActor) async throws -> ParkedContent? {
        try await database.transaction(.service) { transaction in
            guard let row = try await transaction.rows("select \(ParkedMessage.columns), headers, body from parked where id = \(id)").first
            else { return nil }
            let maySeeBody = actor.role == .system
            let headers: [String: HeaderJSON] = try row.get("headers", as: JSONColumn<[String: HeaderJSON]>.self).value
            try transaction.audit(
                .parked("viewed", id, by: actor, details: ["body": maySeeBody ? "shown" : "hidden"]), at: clock.now)
            return ParkedContent(
                message: try ParkedMessage(row), headers: headers.mapValues(\.value.text), body: maySeeBody ? try row.get("body") : nil)
        }
    }

    /// Gives up on messages, with the reason; what waits behind them in the story of their aggregate goes on. Those that are resolved already
    /// stay as they are.
    ///
    /// - Returns: those that were discarded now.
    package func discard(_ ids: [UUID], reason: String, by actor: AuditActor) async throws -> [UUID] {
        let now = clock.now
        return try await database.transaction(.service) { transaction in
            let discarded: [ParkedMessage] = try await transaction.all(
                """
                update parked
                set resolved_at = \(now), resolution = \(ParkedMessage.Resolution.discarded), resolved_by = \(actor.id), reason = \(reason)
                where id = any (\(ids)) and resolved_at is null
                returning \(ParkedMessage.columns)
                """)
            for message in discarded {
                if let story = message.name.flatMap(Topology.story(of:)) {
                    EarlyStore.skip(message, of: story, at: now, in: transaction)
                }
                try transaction.audit(.parked("discarded", message.id, by: actor, details: Self.details(message)), at: now)
            }
            return discarded.map(\.id)
        }
    }

    /// Never the content.
    static func details(_ message: ParkedMessage) -> [String: String] {
        var details = ["consumer": message.consumer]
        details["message"] = message.message?.text
        details["name"] = message.name?.rawValue
        return details
    }
}
