import Database
import Foundation
import Messaging
import Models
import TestKit
import Testing

@testable import Outbox

/// Messages of one story that come early, late, or not at all.
@Suite(.timeLimit(.minutes(3))) struct StoryTests {
    private static let names = [CaseMoving.name, CaseStalled.name]
    @Test func whatComesEarlyWaitsUntilTheGapClosesAndIsHandledInOrder() async throws {
        let bench = try await Bench.make(bindings: Self.names)
        let heard = Heard()
        try await bench.run(handler: RecordingHandler(heard: heard), follows: bench.ownQueue.wholeStories) {
            try await bench.untilKept()
            let id = CaseID(at: Date())
            for version in [4, 2, 5] { try await bench.deliver(CaseMoving.sample(id), version: version) }
            // Nobody here handles it: it only moves the story on.
            try await bench.deliver(CaseStalled.sample(id), version: 3)
            try await bench.until { try await OutboxStatus.read(bench.database, clock: .system).early == 4 }
            #expect(await heard.all.isEmpty)
            try await bench.deliver(CaseMoving.sample(id), version: 1)
            try await heard.wait(for: 4)
            try await bench.until { try await bench.count("select count(*) from early") == 0 }
        }
        #expect(await heard.envelopes.map(\.version) == [1, 2, 4, 5])
        #expect(try await bench.inboxCount() == 5)
    }

    @Test func aLateMessageIsHandledAsItsHandlerStates() async throws {
        for (rule, expected) in [(LateRule.handle, [1, 2, 1, 3]), (.ignore, [1, 2, 3])] {
            let bench = try await Bench.make(bindings: Self.names)
            let heard = Heard()
            try await bench.run(handler: RecordingHandler(heard: heard, late: rule), follows: bench.ownQueue.wholeStories) {
                try await bench.untilKept()
                let id = CaseID(at: Date())
                // The third is another message for the first version, as one that was published again after the inbox had forgotten it.
                for version in [1, 2, 1, 3] { try await bench.deliver(CaseMoving.sample(id), version: version) }
                try await heard.wait(for: expected.count)
            }
            #expect(await heard.envelopes.map(\.version) == expected)
            #expect(try await bench.count("select max(last_version) from stories") == 3)
        }
    }

    @Test func theStoryOfAnOlderAggregateBeginsWithWhatIsHeardFirst() async throws {
        let bench = try await Bench.make(bindings: Self.names)
        let heard = Heard()
        try await bench.run(handler: RecordingHandler(heard: heard), follows: bench.ownQueue.wholeStories) {
            let id = CaseID(at: Date().addingTimeInterval(-86_400))
            try await bench.deliver(CaseMoving.sample(id), version: 7)
            try await bench.deliver(CaseMoving.sample(id), version: 8)
            try await heard.wait(for: 2)
        }
        #expect(await heard.envelopes.map(\.version) == [7, 8])
    }

    @Test func aParkedMessageHoldsUpItsStoryUntilItIsDiscarded() async throws {
        let bench = try await Bench.make(bindings: Self.names)
        let heard = Heard()
        try await bench.run(handler: OnceRefusingHandler(heard: heard), follows: bench.ownQueue.wholeStories) {
            try await bench.untilKept()
            let id = CaseID(at: Date())
            try await bench.deliver(CaseMoving.sample(id), version: 1)
            try await bench.untilParked(1)
            try await bench.deliver(CaseMoving.sample(id), version: 2)
            try await bench.until { try await bench.count("select count(*) from early") == 1 }
            let parked = try await bench.parked().list().map(\.id)
            _ = try await bench.parked().discard(parked, reason: "a test", by: Bench.actor)
            try await heard.wait(for: 1)
        }
        #expect(await heard.envelopes.map(\.version) == [2])
        #expect(try await bench.count("select last_version from stories") == 2)
    }

    @Test func aParkedMessageThatIsReplayedClosesTheGap() async throws {
        let bench = try await Bench.make(bindings: Self.names)
        let heard = Heard()
        try await bench.run(handler: OnceRefusingHandler(heard: heard), follows: bench.ownQueue.wholeStories) {
            try await bench.untilKept()
            let id = CaseID(at: Date())
            try await bench.deliver(CaseMoving.sample(id), version: 1)
            try await bench.untilParked(1)
            try await bench.deliver(CaseMoving.sample(id), version: 2)
            try await bench.until { try await bench.count("select count(*) from early") == 1 }
            let parked = try await bench.parked().list().map(\.id)
            _ = try await bench.parked().replay(parked, by: Bench.actor, through: bench.broker)
            try await heard.wait(for: 2)
        }
        #expect(await heard.envelopes.map(\.version) == [1, 2])
    }

    @Test func whatWaitedAndThenFailsIsParkedAndCanBeReplayed() async throws {
        let bench = try await Bench.make(bindings: Self.names)
        let heard = Heard()
        let handler = RefusingOnceVersionTwo(heard: heard)
        try await bench.run(handler: handler, follows: bench.ownQueue.wholeStories) {
            try await bench.untilKept()
            let id = CaseID(at: Date())
            try await bench.deliver(CaseMoving.sample(id), version: 2)
            try await bench.deliver(CaseMoving.sample(id), version: 3)
            try await bench.until { try await bench.count("select count(*) from early") == 2 }
            try await bench.deliver(CaseMoving.sample(id), version: 1)
            try await bench.untilParked(1)
            let parked = try await bench.parked().list().map(\.id)
            _ = try await bench.parked().replay(parked, by: Bench.actor, through: bench.broker)
            try await heard.wait(for: 3)
        }
        #expect(await heard.envelopes.map(\.version) == [1, 2, 3])
    }

    @Test func copiesThatCloseOneGapAtOnceHandleEachMessageOnce() async throws {
        let bench = try await Bench.make(bindings: Self.names)
        let heard = Heard()
        let key = try await bench.waiting(versions: 2...40)
        let copies = try await bench.desks(4, handler: RecordingHandler(heard: heard))
        await withTaskGroup { group in
            for copy in copies { group.addTask { await copy.closeGap(key) } }
        }
        #expect(await heard.envelopes.map(\.version) == Array(2...40))
        #expect(try await bench.count("select count(*) from early") == 0)
    }

    @Test func whatWaitedAndThenFailsWaitsInItsTableForItsNextAttempt() async throws {
        let bench = try await Bench.make(bindings: Self.names)
        let heard = Heard()
        let key = try await bench.waiting(versions: 2...3)
        let copies = try await bench.desks(2, handler: FailingHandler(heard: heard, failures: 2))
        for copy in copies { await copy.closeGap(key) }
        #expect(await heard.attempts == 1)
        #expect(try await bench.count("select failed from early where version = 2 and next_attempt_at > now() + interval '5 s'") == 1)
        try await bench.execute("update early set next_attempt_at = now() where version = 2")
        await copies[0].closeGap(key)
        #expect(try await bench.count("select failed from early where version = 2 and next_attempt_at > now() + interval '50 s'") == 2)
        try await bench.execute("update early set next_attempt_at = now() where version = 2")
        await copies[1].closeGap(key)
        #expect(await heard.envelopes.map(\.version) == [2, 3])
    }

    @Test func whatWaitedAndDoesNotComeToAnEndIsCancelledAndDoesNotCountAgainstWhatItWaitedFor() async throws {
        let bench = try await Bench.make(bindings: Self.names)
        let heard = Heard()
        // Of a case that is younger than what the inbox keeps.
        let moved = CaseMoving.sample(CaseID(at: Date(timeIntervalSinceNow: 60)))
        var pace = Inbox.Pace()
        pace.longestHold = .seconds(2)
        let handler = HangingHandler(heard: heard, over: moved.case, version: 2)
        try await bench.run(handler: handler, follows: bench.ownQueue.wholeStories, pace: pace) {
            try await bench.untilKept()
            let id = CaseID(at: Date())
            try await bench.deliver(moved, version: 2)
            try await bench.until { try await bench.count("select count(*) from early") == 1 }
            try await bench.deliver(moved, version: 1)
            try await bench.until { try await bench.count("select count(*) from early where failed = 1") == 1 }
            try await bench.deliver(CaseMoving.sample(id), version: 1)
            try await heard.wait(for: 2)
            #expect(await heard.envelopes.allSatisfy { $0.version == 1 && $0.attempts == 0 })
            await heard.open()
            try await bench.execute("update early set next_attempt_at = now()")
            try await heard.wait(for: 3)
        }
        #expect(await heard.envelopes.map(\.version) == [1, 1, 2])
    }

    @Test func whatWaitedAndFailsAfterAllTiersOrCannotBeDecodedIsParked() async throws {
        let bench = try await Bench.make(bindings: Self.names)
        let heard = Heard()
        let key = try await bench.waiting(versions: 2...4)
        try await bench.execute("update early set failed = 4 where version = 2")
        try await bench.execute("update early set body = '{}' where version = 3")
        let desk = try await bench.desks(1, handler: FailingHandler(heard: heard, failures: 1))[0]
        await desk.closeGap(key)
        #expect(try await bench.count("select version from parked where attempts = 4") == 2)
        // As if the first had been discarded.
        try await bench.execute("update stories set last_version = 2")
        await desk.closeGap(key)
        #expect(try await bench.count("select count(*) from parked where version = 3") == 1)
        try await bench.execute("update stories set last_version = 3")
        await desk.closeGap(key)
        #expect(await heard.envelopes.map(\.version) == [4])
        #expect(try await bench.count("select count(*) from early") == 0)
    }

    @Test func everyServiceCanFollowWhatItHearsAsAWhole() {
        let followed = Dictionary(
            uniqueKeysWithValues: Topology.standard.queues.map { ($0.name, Set($0.wholeStories.map(\.name))) })
        #expect(followed["assignment.events"]?.contains("intake.case") == true)
        #expect(followed["intake.events"]?.contains("assignment.case") == true)
        for queue in ["attachments.events", "notifications.events", "reporting.events"] {
            #expect(followed[queue]?.isSuperset(of: ["intake.case", "assignment.case"]) == true, "\(queue)")
        }
    }
}

/// Refuses the first attempt at a second version.
struct RefusingOnceVersionTwo: MessageHandler {
    let heard: Heard

    func handle(_ message: CaseMoving, _ envelope: Envelope, in transaction: Transaction) async throws {
        if envelope.version == 2, await heard.attempt() == 1 { throw Undeliverable("not this time") }
        heard.note(message, envelope, in: transaction)
    }
}

extension Bench {
    /// A story of which the first version was heard, and others wait.
    func waiting(versions: ClosedRange<Int>) async throws -> StoryKey {
        let id = CaseID(at: Date())
        let key = StoryKey(producer: CaseMoving.name.producer, aggregate: id.uuid)
        let body = try MessageCoding.encode(CaseMoving.sample(id))
        try await database.transaction(.service) { transaction in
            transaction.later(
                """
                insert into stories (consumer, producer, aggregate, last_version)
                values (\(ownQueue.name), \(key.producer), \(key.aggregate), 1)
                """)
            for version in versions {
                let headers = """
                    {"aggregate": "\(key.aggregate.text)", "aggregate-version": \(version), "producer": "\(key.producer)"}
                    """
                transaction.later(
                    """
                    insert into early (consumer, producer, aggregate, version, message_id, name, headers, body, waiting_since)
                    values (\(ownQueue.name), \(key.producer), \(key.aggregate), \(version), \(UUID.v7(at: Date())), \(CaseMoving.name),
                        \(headers)::text::jsonb, \(body), now())
                    """)
            }
        }
        return key
    }

    /// The desks of as many copies of the service.
    func desks(_ count: Int, handler: any MessageHandler) async throws -> [InboxDesk] {
        let stories = try await StoryKeeper(ownQueue.wholeStories, consumer: ownQueue.name, database: database, clock: .system)
        return (0..<count).map { _ in
            InboxDesk(
                queue: ownQueue, handlers: [handler.name: handler], stories: stories, pace: Inbox.Pace(), database: database,
                broker: broker, clock: .system, logger: logger, metrics: metrics)
        }
    }

    /// The inbox has noted since when it keeps its stories: an aggregate made from now on is new to it.
    func untilKept() async throws {
        try await until { try await count("select count(*) from story_keepers") > 0 }
        try await Task.sleep(for: .milliseconds(5))
    }
}
