import Database
import Foundation
import Models
import Outbox

/// The journal of messages that were heard.
struct JournalStore: Sendable {
    let clock: WallClock

    /// Keeps one, as it came.
    func keep(_ message: some Message, _ envelope: Envelope, in transaction: Transaction) async throws {
        try await transaction.execute(
            """
            insert into journal (id, name, aggregate, version, producer, body, occurred_at, heard_at)
            values (\(envelope.id), \(envelope.name), \(envelope.aggregate), \(envelope.version), \(envelope.producer),
                \(try JSONParameter(message)), \(message.occurredAt), \(clock.now))
            on conflict (id) do nothing
            """)
    }

    /// How many of each name were heard in the 24 hours up to `now`, and the latest of them.
    func overview(at now: Date, in transaction: Transaction) async throws -> [Heard] {
        try await transaction.all(
            """
            select name, count(*) as messages, max(heard_at) as latest_at
            from journal
            where heard_at > \(now.addingTimeInterval(-86_400))
            group by name
            order by name
            """)
    }

    struct Heard: RowDecodable, Sendable {
        let name: String
        let messages: Int
        let latestAt: Date

        init(_ row: Row) throws {
            name = try row.get("name")
            messages = try row.get("messages")
            latestAt = try row.get("latest_at")
        }
    }
}
