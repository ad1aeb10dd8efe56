import Database
import Foundation
import Models

/// The stories that a consumer follows: what comes before its turn waits.
struct StoryKeeper: Sendable {
    private let stories: [MessageName: Story]
    private let since: [Story: Date]

    /// Notes since when each story is kept: now, where it is new.
    init(_ followed: [Story], consumer: String, database: Database, clock: WallClock) async throws {
        stories = Dictionary(followed.flatMap { story in story.names.map { ($0, story) } }) { first, _ in first }
        var since: [Story: Date] = [:]
        let now = clock.now
        for story in followed {
            since[story] = try await database.transaction(.service) { transaction in
                transaction.later(
                    """
                    insert into story_keepers (consumer, story, since) values (\(consumer), \(story.name), \(now)) on conflict do nothing
                    """)
                return try await transaction.value(
                    "select since from story_keepers where consumer = \(consumer) and story = \(story.name)", as: Date.self)
            }
        }
        self.since = since
    }

    /// Whether `name` counts in a story that is followed.
    func follows(_ name: MessageName) -> Bool { stories[name] != nil }

    /// The story that a message counts in, and whether its aggregate is older than the keeping of it; nil where none is followed.
    func place(of envelope: Envelope) -> (key: StoryKey, isOlder: Bool)? {
        guard let story = stories[envelope.name], envelope.version > 0, let since = since[story] else { return nil }
        let born = envelope.aggregate.instant
        return (StoryKey(producer: story.producer.rawValue, aggregate: envelope.aggregate), born.map { $0 < since } ?? true)
    }
}
