import Database
import Foundation
import Models

/// What the inbox says of a batch: which messages are new, and how far their stories have been heard.
struct Admission: Sendable {
    private(set) var fresh: Set<UUID> = []
    private(set) var stories: [StoryKey: Place] = [:]

    struct Place: Sendable {
        var last: Int
        /// The lowest version that waits for its turn.
        var nextEarly: Int?
    }

    /// True for a new message, the first time it is asked for.
    mutating func takes(_ id: UUID) -> Bool { fresh.remove(id) != nil }

    mutating func advance(_ key: StoryKey, to version: Int) { stories[key]?.last = version }

    mutating func waits(_ key: StoryKey, _ version: Int) {
        let first = stories[key]?.nextEarly ?? .max
        stories[key]?.nextEarly = min(first, version)
    }

    /// The stories whose gap has closed.
    var closed: [StoryKey] {
        stories.compactMap { key, place in place.nextEarly.map { $0 <= place.last + 1 } == true ? key : nil }
    }

    fileprivate mutating func take(_ row: Row) throws {
        if let id = try row.get("message_id", as: UUID?.self) {
            fresh.insert(id)
        } else {
            let key = StoryKey(producer: try row.get("producer"), aggregate: try row.get("aggregate"))
            stories[key] = Place(last: try row.get("last_version"), nextEarly: try row.get("next_early"))
        }
    }
}

/// The SQL of the inbox.
struct InboxStore: Sendable {
    let consumer: String
    let clock: WallClock

    /// Writes the inbox rows of all of `items` and locks their stories, in one round trip.
    func admit(_ items: [InboxItem], in transaction: Transaction) async throws -> Admission {
        let followed = items.contains { $0.story != nil }
        var admission = Admission()
        for row in try await transaction.rows(followed ? withStories(items) : withoutStories(items)) { try admission.take(row) }
        // Another copy of the service has just begun the same story: this one sees it the next time.
        for item in items {
            if let key = item.story, admission.stories[key] == nil { throw RetryLater("its story is being begun by another copy") }
        }
        return admission
    }

    /// Writes the inbox rows of messages that have not come before, with the next round trip; a duplicate among them breaks it off.
    func admitNew(_ items: [InboxItem], in transaction: Transaction) {
        transaction.later(
            """
            insert into inbox (consumer, message_id, name, received_at)
            select \(consumer), message_id, name, \(clock.now)
            from unnest(\(items.map(\.envelope.id)), \(items.map(\.envelope.name))) as came (message_id, name)
            order by message_id
            """)
    }

    private func withoutStories(_ items: [InboxItem]) -> SQL {
        """
        insert into inbox (consumer, message_id, name, received_at)
        select \(consumer), message_id, name, \(clock.now)
        from unnest(\(items.map(\.envelope.id)), \(items.map(\.envelope.name))) as came (message_id, name)
        order by message_id
        on conflict do nothing
        returning message_id
        """
    }

    private func withStories(_ items: [InboxItem]) -> SQL {
        """
        with came as (
            select message_id, name, producer, aggregate, version, is_older
            from unnest(\(items.map(\.envelope.id)), \(items.map(\.envelope.name)), \(items.map { $0.story?.producer }),
                \(items.map { $0.story?.aggregate }), \(items.map(\.envelope.version)), \(items.map(\.isOlderStory)))
                as came (message_id, name, producer, aggregate, version, is_older)
        ), fresh as (
            insert into inbox (consumer, message_id, name, received_at)
            select \(consumer), message_id, name, \(clock.now) from came order by message_id
            on conflict do nothing
            returning message_id
        ), wanted as (
            select producer, aggregate, min(version) as first_version, bool_or(is_older) as is_older
            from came
            where producer is not null
            group by producer, aggregate
        ), known as (
            select stories.producer, stories.aggregate, stories.last_version
            from wanted
            join stories on stories.producer = wanted.producer and stories.aggregate = wanted.aggregate
            where stories.consumer = \(consumer)
            order by stories.producer, stories.aggregate
            for update of stories
        ), begun as (
            insert into stories (consumer, producer, aggregate, last_version)
            select \(consumer), producer, aggregate, case when is_older then first_version - 1 else 0 end
            from wanted
            where not exists (select from known where known.producer = wanted.producer and known.aggregate = wanted.aggregate)
            order by producer, aggregate
            on conflict do nothing
            returning producer, aggregate, last_version
        ), kept as (
            select producer, aggregate, last_version from known union all select producer, aggregate, last_version from begun
        )
        select message_id, null::text as producer, null::uuid as aggregate, null::bigint as last_version, null::bigint as next_early
        from fresh
        union all
        select null, producer, aggregate, last_version, (
            select min(version) from early
            where early.consumer = \(consumer) and early.producer = kept.producer and early.aggregate = kept.aggregate)
        from kept
        """
    }

    /// Keeps how far the stories have come.
    func advance(_ places: [StoryKey: Int], in transaction: Transaction) {
        guard !places.isEmpty else { return }
        let keys = Array(places.keys)
        transaction.later(
            """
            update stories set last_version = heard.version
            from unnest(\(keys.map(\.producer)), \(keys.map(\.aggregate)), \(keys.map { places[$0] ?? 0 })) as heard (producer, aggregate, version)
            where stories.consumer = \(consumer) and stories.producer = heard.producer and stories.aggregate = heard.aggregate
            """)
    }

    /// Writes a row as large as a page allows where the rows of messages go, and takes it away again: once that is committed, there is room for
    /// another page, and the log has reached the disk. (`select 1` passes on a full disk, and on a server that only reads.)
    func tryWriting(in transaction: Transaction) {
        let id = UUID.v7(at: clock.now)
        transaction.later(
            """
            insert into inbox (consumer, message_id, name, received_at)
            select \(consumer), \(id), string_agg(md5(number::text), ''), \(clock.now) from generate_series(1, 256) as number
            """)
        forget(id, in: transaction)
    }

    /// Forgets that a message came: it comes again.
    func forget(_ id: UUID, in transaction: Transaction) {
        transaction.later("delete from inbox where consumer = \(consumer) and message_id = \(id)")
    }
}
