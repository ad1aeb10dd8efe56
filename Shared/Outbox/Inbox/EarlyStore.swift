import Database
import Foundation
import Messaging
import Models

/// The SQL of the messages that wait for their turn.
struct EarlyStore: Sendable {
    let consumer: String
    let clock: WallClock

    /// One that may be handled now.
    struct Next: RowDecodable {
        let version: Int
        let lastVersion: Int
        let id: UUID
        let name: MessageName
        let headers: [String: HeaderValue]
        /// Nil where it was discarded.
        let body: Data?
        let sentAt: Date?
        /// How often it failed while it waited.
        let failed: Int

        init(_ row: Row) throws {
            version = try row.get("version")
            lastVersion = try row.get("last_version")
            id = try row.get("message_id")
            name = try row.get("name")
            headers = try row.get("headers", as: JSONColumn<[String: HeaderJSON]>.self).value.mapValues(\.value)
            body = try row.get("body")
            sentAt = try row.get("sent_at")
            failed = try row.get("failed")
        }
    }

    /// How many wait, and the oldest.
    struct Waiting: RowDecodable {
        let count: Int
        let oldest: Date?

        init(_ row: Row) throws {
            count = try row.get("count")
            oldest = try row.get("oldest")
        }
    }

    func keep(_ item: InboxItem, key: StoryKey, in transaction: Transaction) throws {
        let headers = try JSONParameter(item.delivery.storableHeaders)
        transaction.later(
            """
            insert into early (consumer, producer, aggregate, version, message_id, name, headers, body, sent_at, waiting_since)
            values (\(consumer), \(key.producer), \(key.aggregate), \(item.envelope.version), \(item.envelope.id), \(item.envelope.name),
                \(headers), \(item.delivery.body), \(item.delivery.timestamp), \(clock.now))
            on conflict do nothing
            """)
    }

    /// The first whose turn has come, locked together with its story; nil where there is none. Another copy that handles it at the same time is waited
    /// for, and leaves nothing to find.
    func next(_ key: StoryKey, in transaction: Transaction) async throws -> Next? {
        try await transaction.first(
            """
            select early.version, stories.last_version, early.message_id, early.name, early.headers, early.body, early.sent_at, early.failed
            from stories
            join early on early.consumer = stories.consumer and early.producer = stories.producer and early.aggregate = stories.aggregate
            where stories.consumer = \(consumer) and stories.producer = \(key.producer) and stories.aggregate = \(key.aggregate)
                and \(turnHasCome)
            order by early.version
            limit 1
            for update of stories, early
            """)
    }

    /// Whether it was still there.
    func remove(_ next: Next, of key: StoryKey, in transaction: Transaction) async throws -> Bool {
        try await transaction.execute(
            "delete from early where \(isRow(next, of: key))") == 1
    }

    /// Counts that it failed, unless another copy has done so, or has handled it; it is tried again at `time`.
    func putOff(_ next: Next, of key: StoryKey, until time: Date, in transaction: Transaction) {
        transaction.later(
            """
            update early set failed = failed + 1, next_attempt_at = \(time)
            where \(isRow(next, of: key)) and failed = \(next.failed)
            """)
    }

    private var turnHasCome: SQL {
        "early.version <= stories.last_version + 1 and coalesce(early.next_attempt_at <= \(clock.now), true)"
    }

    private func isRow(_ next: Next, of key: StoryKey) -> SQL {
        """
        consumer = \(consumer) and producer = \(key.producer) and aggregate = \(key.aggregate) and version = \(next.version)
            and message_id = \(next.id)
        """
    }

    /// Stories with a message whose turn has come while nobody looked: after a crash, after a pause, or because a person discarded what was missing.
    func closed(_ database: Database) async throws -> [StoryKey] {
        try await database.rows(
            .service,
            """
            select distinct early.producer, early.aggregate
            from early
            join stories on stories.consumer = early.consumer and stories.producer = early.producer and stories.aggregate = early.aggregate
            where early.consumer = \(consumer) and \(turnHasCome)
            limit 100
            """
        ).map { StoryKey(producer: try $0.get("producer"), aggregate: try $0.get("aggregate")) }
    }

    func waiting(_ database: Database) async throws -> Waiting? {
        try await database.first(
            .service,
            "select count(*) as count, min(waiting_since) as oldest from early where consumer = \(consumer) and body is not null")
    }

    /// Lets a story pass a version that was discarded, now or when its turn comes.
    static func skip(_ message: ParkedMessage, of story: Story, at now: Date, in transaction: Transaction) {
        guard let id = message.message, let aggregate = message.aggregate, let name = message.name, let version = message.version,
            StoryKey.versions.contains(version)
        else { return }
        transaction.later(
            """
            insert into stories (consumer, producer, aggregate, last_version)
            select consumer, \(story.producer.rawValue), \(aggregate), case when \(aggregate.instant ?? .distantPast) < since then \(version) - 1 else 0 end
            from story_keepers
            where consumer = \(message.consumer) and story = \(story.name)
            on conflict do nothing
            """)
        transaction.later(
            """
            insert into early (consumer, producer, aggregate, version, message_id, name, headers, body, sent_at, waiting_since)
            select consumer, \(story.producer.rawValue), \(aggregate), \(version), \(id), \(name), '{}', null, null, \(now)
            from story_keepers
            where consumer = \(message.consumer) and story = \(story.name)
            on conflict do nothing
            """)
    }
}
