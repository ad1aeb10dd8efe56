import Database
import Foundation
import Messaging
import Models
import TestKit
import Testing

@testable import Outbox

/// What is kept of what was sent: published again, dropped in the end, sealed by day.
@Suite(.timeLimit(.minutes(3))) struct HistoryTests {
    @Test func theHistoryIsPublishedAgainToOneServiceAlone() async throws {
        let bench = try await Bench.make()
        let heard = Heard()
        let other = Topology.Queue(name: "intake.events", owner: .intake, bindings: [CaseMoving.name])
        let topology = Topology(queues: [bench.queue, other])
        try await bench.broker.declare(topology, prefix: bench.prefix)
        let start = Date()
        try await bench.run(handler: RecordingHandler(heard: heard)) {
            for version in 1...5 { try await bench.send(CaseMoving.sample(), version: version) }
            try await bench.untilDrained()
            try await heard.wait(for: 5)
            try await bench.until { try await bench.broker.depth(of: bench.prefix + other.name).messages == 5 }
            let republish = Republishing(bench.database, broker: bench.broker, topology: topology, prefix: bench.prefix)
            var range = Republishing.Range(since: start.addingTimeInterval(-1), to: .intake)
            #expect(try await republish(range) == 5)
            try await bench.until { try await bench.broker.depth(of: bench.prefix + other.name).messages == 10 }
            range.to = nil
            range.names = [CaseMoving.name]
            #expect(try await republish(range) == 5)
            try await bench.until { try await bench.broker.depth(of: bench.prefix + other.name).messages == 15 }
            range.names = [CaseStalled.name]
            #expect(try await republish(range) == 0)
            // The one that had heard them knows them again.
            try await bench.until { try await bench.broker.depth(of: bench.ownQueue.name).messages == 0 }
            let last = CaseMoving.sample()
            try await bench.send(last, version: 1)
            try await heard.wait(for: 6)
        }
        #expect(await heard.all.count == 6)
    }

    @Test func oldPartitionsAreDroppedButNeverWithAMessageThatIsNotConfirmed() async throws {
        let bench = try await Bench.make()
        let today = LegalDate(Date().addingTimeInterval(-7 * 3600))
        let store = OutboxStore(database: bench.database)
        for (age, confirmed) in [(60, true), (50, false), (40, true), (20, true)] {
            let day = today.adding(days: -age)
            try await store.preparePartitions(on: day)
            let instant = day.start.addingTimeInterval(12 * 3600)
            let old = Outbox(clock: WallClock { instant })
            try await bench.database.transaction(.service) { try old.publish(CaseMoving.sample(), version: 1, in: $0) }
            if confirmed { try await bench.execute("update outbox set confirmed_at = now() where created_at = \(instant)") }
            try await bench.execute(
                "insert into inbox (consumer, message_id, name, received_at) values ('q', \(UUID.v7(at: instant)), 'n', \(instant))")
        }
        // Without partitions of their own: in the default ones.
        let ancient = today.adding(days: -90).start
        for confirmed in [true, false] {
            let old = Outbox(clock: WallClock { ancient })
            try await bench.database.transaction(.service) { try old.publish(CaseMoving.sample(), version: 1, in: $0) }
            if confirmed { try await bench.execute("update outbox set confirmed_at = now() where created_at = \(ancient)") }
        }
        let dropped = try await store.dropPartitions(on: today, keeping: Retention())
        #expect(dropped.contains { $0.hasPrefix("outbox_") } && dropped.contains { $0.hasPrefix("inbox_") })
        // Left: the unconfirmed of 90 and 50 days, and that of 20 days.
        #expect(try await bench.count("select count(*) from outbox") == 3)
        #expect(try await bench.count("select count(*) from outbox where confirmed_at is null") == 2)
        // The inbox is kept for 42 days: those of 40 and 20 days are there.
        #expect(try await bench.count("select count(*) from inbox") == 2)
        #expect(try await store.dropPartitions(on: today, keeping: Retention()).isEmpty)
    }

    @Test func auditRowsAreDroppedOnceTheyWereToldAndNeverYoungerThanAYear() async throws {
        let bench = try await Bench.make()
        let store = OutboxStore(database: bench.database)
        let today = LegalDate(Date())
        for (age, isTold) in [(800, true), (790, false), (400, true), (300, true)] {
            let at = today.adding(days: -age).start
            try await bench.database.transaction(.service) { transaction in
                try transaction.audit(
                    AuditEntry(
                        actor: "a", actorName: "A", role: .staff, action: "old", subjectKind: "case", subject: nil, organisation: nil),
                    at: at)
                if isTold { transaction.later("delete from audit_untold using audit where audit.id = audit_untold.id and at = \(at)") }
            }
        }
        #expect(try await store.dropAudit(before: today.adding(days: -500), most: 10) == 1)
        // Whoever asks for more than a rule can is not given it.
        #expect(try await store.dropAudit(before: today, most: 10) == 1)
        #expect(try await bench.audited("old") == 2)
        await #expect(throws: DatabaseError.self) { try await bench.execute("delete from audit") }
    }

    @Test func nothingIsDroppedByWhoSeesNothing() async throws {
        let bench = try await Bench.make()
        let today = LegalDate(Date())
        await #expect(throws: DatabaseError.self) {
            try await bench.database.transaction(.country) { try await $0.rows("select drop_partitions(\(today), 35, 42)") }
        }
        await #expect(throws: DatabaseError.self) {
            try await bench.database.transaction(.service) { try await $0.rows("select drop_partitions(\(today), 35, 35)") }
        }
    }

    @Test func aDayThatIsOverIsSealedOnceForEachOrganisation() async throws {
        let today = LegalDate(Date())
        let clock = Moment(today.adding(days: -1).start.addingTimeInterval(3600))
        let bench = try await Bench.make(clock: clock.wall)
        let first = OrganisationID(at: Date())
        let second = OrganisationID(at: Date())
        for organisation in [first, second, first] {
            try await bench.send(
                CaseMoving(case: CaseID(at: clock.now), organisation: organisation, occurredAt: clock.now, recordedAt: clock.now),
                version: 1)
            clock.pass(60)
        }
        let seals = DaySeals(.notifications, outbox: bench.outbox, store: OutboxStore(database: bench.database), logger: Bench.quiet)
        clock.set(today.start.addingTimeInterval(600))
        try await bench.execute("update outbox set confirmed_at = now()")
        try await seals.round()
        #expect(try await Self.sealed(bench).isEmpty, "a quarter of an hour has not passed")
        clock.set(today.start.addingTimeInterval(1_000))
        try await bench.execute("update outbox set confirmed_at = null where version = 1 and position = 1")
        try await seals.round()
        #expect(try await Self.sealed(bench).isEmpty, "one message is not confirmed")
        try await bench.execute("update outbox set confirmed_at = now()")
        try await seals.round()
        try await seals.round()
        let told = try await Self.sealed(bench)
        #expect(told.count == 2)
        for seal in told {
            let ids = try await bench.database.rows(
                .service,
                """
                select id::text as id from outbox
                where name = \(CaseMoving.name) and body::jsonb ->> 'organisation' = \(seal.organisation.description)
                """
            ).map { try $0.get("id", as: String.self) }.sorted()
            let recipe = Data(ids.map { $0 + "\n" }.joined().utf8)
            let digest = try await bench.database.value(.service, "select encode(sha256(\(recipe)), 'hex')", as: String.self)
            #expect(seal.events == (seal.organisation == first ? 2 : 1))
            #expect(seal.sha256 == digest)
            #expect(seal.date == today.adding(days: -1))
        }
        // The seals themselves are not sealed.
        clock.set(today.adding(days: 1).start.addingTimeInterval(1_000))
        try await bench.execute("update outbox set confirmed_at = now()")
        try await seals.round()
        #expect(try await Self.sealed(bench).count == 2)
    }

    @Test func aMessageOfASealedDayShows() async throws {
        let today = LegalDate(Date())
        let yesterday = today.adding(days: -1)
        let clock = Moment(yesterday.start.addingTimeInterval(3600))
        let bench = try await Bench.make(clock: clock.wall)
        try await bench.send(CaseMoving.sample(), version: 1)
        try await bench.execute("update outbox set confirmed_at = now()")
        let seals = DaySeals(.notifications, outbox: bench.outbox, store: OutboxStore(database: bench.database), logger: Bench.quiet)
        clock.set(today.start.addingTimeInterval(1_000))
        try await seals.round()
        #expect(try await bench.database.transaction(.service) { try await SealStore.broken(yesterday, in: $0) }.isEmpty)
        clock.set(yesterday.start.addingTimeInterval(7200))
        try await bench.send(CaseMoving.sample(), version: 1)
        #expect(try await bench.database.transaction(.service) { try await SealStore.broken(yesterday, in: $0) }.count == 1)
    }

    private static func sealed(_ bench: Bench) async throws -> [DaySealed<DaySeal.Notifications>] {
        try await bench.database.rows(.service, "select body from outbox where name = \(DaySealed<DaySeal.Notifications>.name)").map {
            try MessageCoding.decode(
                DaySealed<DaySeal.Notifications>.self, from: Data(try $0.get("body", as: String.self).utf8))
        }
    }
}
