import Database
import Foundation
import Messaging
import Models
import TestKit
import Testing

@testable import Outbox

/// How the relays of a service share their work, and keep the order.
@Suite(.timeLimit(.minutes(3))) struct RelayTests {
    @Test func copiesShareTheShardsAndAKilledSessionsShardsAreTakenOver() async throws {
        let bench = try await Bench.make()
        let heard = Heard()
        try await bench.run(handlers: [RecordingHandler(heard: heard)], relays: 2) {
            try await bench.until { try await Self.leaders(bench).map(\.shards) == [4, 4] }
            let victim = try #require(try await Self.leaders(bench).first?.process)
            _ = try await bench.database.rows(.service, "select pg_terminate_backend(\(victim)::int)")
            try await bench.until { try await !Self.leaders(bench).contains { $0.process == victim } }
            for _ in 0..<64 { try await bench.send(CaseMoving.sample(), version: 1) }
            try await bench.untilDrained()
            try await heard.wait(for: 64)
            // The one that lost its session has come back for its share.
            try await bench.until { try await Self.leaders(bench).map(\.shards) == [4, 4] }
        }
        #expect(await heard.all.count == 64)
    }

    /// Over a private socket the settings rest; what the session would do over TCP they say all the same.
    @Test func theServerLetsGoOfTheLocksOfAHostThatIsGoneWithinHalfAMinute() async throws {
        let bench = try await Bench.make()
        let settings = try await bench.database.rows(
            .service, "select name, reset_val from pg_settings where name like 'tcp\\_%' and source = 'client' order by name"
        ).map { try $0.get("name", as: String.self) + "=" + $0.get("reset_val", as: String.self) }
        #expect(
            settings == ["tcp_keepalives_count=3", "tcp_keepalives_idle=15", "tcp_keepalives_interval=5", "tcp_user_timeout=20000"])
    }

    @Test func aReturnedMessageHoldsBackItsOwnAggregateOnly() async throws {
        let bench = try await Bench.make()
        let heard = Heard()
        try await bench.run(handler: RecordingHandler(heard: heard)) {
            let stuck = CaseID(at: Date())
            // Nobody is bound to the first; the second must not overtake it.
            try await bench.send(CaseStalled.sample(stuck), version: 1)
            try await bench.send(CaseMoving.sample(stuck), version: 2)
            for _ in 0..<20 { try await bench.send(CaseMoving.sample(), version: 1) }
            try await heard.wait(for: 20)
            try await bench.until {
                try await bench.count("select count(*) from outbox where attempts > 1 and next_attempt_at is not null") == 1
            }
            try await bench.until { try await bench.count("select count(*) from outbox where confirmed_at is null") == 2 }
            #expect(await !heard.all.contains { $0.case == stuck })
            let late = Topology.Queue(name: "intake.events", owner: .intake, bindings: [CaseStalled.name])
            try await bench.broker.declare(Topology(queues: [late]), prefix: bench.prefix)
            try await heard.wait(for: 21)
            try await bench.untilDrained()
        }
        #expect(await heard.all.count == 21)
    }

    @Test func whatIsHeldBackTakesNoRoomAndKeepsNoShard() async throws {
        let bench = try await Bench.make()
        let heard = Heard()
        // More than the relay has in hand at a time, in all shards. Nobody is bound to their name.
        try await Self.fill(bench, 9_000, of: CaseStalled.name)
        try await bench.run(handler: RecordingHandler(heard: heard)) {
            try await bench.until { try await bench.count("select count(*) from outbox where attempts > 0") == 9_000 }
            try await bench.send(CaseMoving.sample(), version: 1)
            try await heard.wait(for: 1)
            let second = bench.relay(Outbox(clock: .system))
            let copy = Task { try? await second.run() }
            try await bench.until { try await Self.leaders(bench).map(\.shards) == [4, 4] }
            for _ in 0..<16 { try await bench.send(CaseMoving.sample(), version: 1) }
            try await heard.wait(for: 17)
            copy.cancel()
            await copy.value
        }
    }

    /// As where too few of a quorum queue's copies live: RabbitMQ answers nothing, and reads no more from the connection.
    @Test func aQueueThatCannotConfirmHoldsBackNoOtherMessages() async throws {
        let bench = try await Bench.make(patience: .seconds(4))
        let node = try BrokerNode(of: BrokerAddress(url: TestServers.brokerURL))
        let heard = Heard()
        let stuck = Topology.Queue(name: "intake.events", owner: .intake, bindings: [CaseStalled.name])
        try await bench.broker.declare(Topology(queues: [stuck]), prefix: bench.prefix)
        try await node.tell("suspend", bench.prefix + stuck.name)
        try await Self.fill(bench, 200, of: CaseStalled.name)
        try await bench.run(handler: RecordingHandler(heard: heard)) {
            for _ in 0..<20 { try await bench.send(CaseMoving.sample(), version: 1) }
            try await heard.wait(for: 20)
            // It is counted once against each that was out; while its queue is known to be silent, nothing more is.
            try await bench.until {
                try await bench.count("select count(*) from outbox where confirmed_at is null and attempts > 0 and last_error is not null")
                    == 200
            }
            for _ in 0..<20 { try await bench.send(CaseMoving.sample(), version: 1) }
            try await heard.wait(for: 40)
            #expect(try await bench.count("select count(*) from outbox where confirmed_at is null and name = \(CaseStalled.name)") == 200)
            #expect(try await bench.count("select count(*) from outbox where confirmed_at is null and attempts > 1") == 0)
            try await node.tell("resume", bench.prefix + stuck.name)
            try await bench.untilDrained()
        }
        #expect(await heard.all.count == 40)
    }

    @Test func whatWasHeldBackGoesInOrderThoughTheClockWasSetBack() async throws {
        let moment = Moment(Date())
        let bench = try await Bench.make(clock: moment.wall)
        let heard = Heard()
        try await bench.run(handler: RecordingHandler(heard: heard)) {
            let stuck = CaseID(at: Date())
            try await bench.send(CaseStalled.sample(stuck), version: 1)
            for version in 2...4 { try await bench.send(CaseMoving.sample(stuck), version: version) }
            try await bench.until { try await bench.count("select count(*) from outbox where attempts > 0") == 1 }
            moment.pass(-86_400)
            let late = Topology.Queue(name: "intake.events", owner: .intake, bindings: [CaseStalled.name])
            try await bench.broker.declare(Topology(queues: [late]), prefix: bench.prefix)
            try await heard.wait(for: 3)
        }
        #expect(await heard.envelopes.map(\.version) == [2, 3, 4])
    }

    @Test func aLateCommitWithALowerPositionIsNotMissed() async throws {
        let bench = try await Bench.make()
        let heard = Heard()
        try await bench.run(handler: RecordingHandler(heard: heard)) {
            let slow = CaseMoving.sample()
            try await bench.database.transaction(.service) { transaction in
                try bench.outbox.publish(slow, version: 1, in: transaction)
                // The position is drawn; others commit and are relayed before this one.
                _ = try await transaction.rows("select 1")
                for _ in 0..<30 { try await bench.send(CaseMoving.sample(), version: 1) }
                try await heard.wait(for: 30)
                let reading = try #require(try await OutboxStore(database: bench.database).reading())
                #expect(reading.allEnded < reading.notBegun)
            }
            try await heard.wait(for: 31)
            #expect(await heard.all.last == slow)
        }
    }

    @Test func theFloorPassesAPositionOnlyWhenAllWhoCouldHoldALowerOneHaveEnded() {
        var floor = ReadingFloor()
        let zero = UUID(high: 0, low: 0)
        func up() { floor.moveUp(asked: floor, lastRead: nil, firstOpen: nil, oldest: zero) }
        floor.take(.init(drawn: 100, allEnded: 5, notBegun: 10))
        floor.take(.init(drawn: 120, allEnded: 5, notBegun: 12))
        up()
        #expect(floor.position == 0)
        floor.take(.init(drawn: 130, allEnded: 11, notBegun: 14))
        up()
        #expect(floor.position == 0)
        floor.take(.init(drawn: 140, allEnded: 12, notBegun: 15))
        floor.moveUp(asked: floor, lastRead: nil, firstOpen: 90, oldest: zero)
        #expect(floor.position == 89)
        up()
        #expect(floor.position == 100)
        let asked = floor
        floor.lower(to: 50)
        floor.moveUp(asked: asked, lastRead: nil, firstOpen: nil, oldest: zero)
        #expect(floor.position == 49)
    }

    @Test func whatIsPendingIsFoundByItsIndexAmongManyConfirmed() async throws {
        let bench = try await Bench.make()
        try await Self.fill(bench, 100_000, of: CaseMoving.name, confirmed: true)
        for _ in 0..<3 { try await bench.send(CaseMoving.sample(), version: 1) }
        let wanted = OutboxReader.Wanted(
            floor: ReadingFloor(), shards: Set(0..<Shards.count), positions: [1, 2], aggregates: [UUID.v7(at: Date())], limit: 500)
        try await bench.database.session { session in
            let reader = try await OutboxReader(session)
            let plan = try await session.rows("explain (analyze, timing off) \(OutboxReader.query(wanted))").map {
                try $0.get("QUERY PLAN", as: String.self)
            }.joined(separator: "\n")
            #expect(!plan.contains("Seq Scan") && !plan.contains("Sort Method"), "\(plan)")
            #expect(plan.contains("position_idx"), "\(plan)")
            #expect(try await reader.pending(wanted).count == 3)
        }
    }

    /// Writes as many messages, each of another aggregate.
    private static func fill(_ bench: Bench, _ count: Int, of name: MessageName, confirmed: Bool = false) async throws {
        _ = try await bench.database.transaction(.service, statementTimeout: .seconds(100)) { transaction in
            try await transaction.execute(
                """
                insert into outbox (id, name, aggregate, version, body, created_at, confirmed_at)
                select (substr(first_id(now())::text, 1, 14) || '7' || substr(md5(number::text), 1, 3) || '-8' || substr(md5(number::text), 4, 3)
                        || '-' || substr(md5(number::text), 7, 12))::uuid,
                    \(name), md5(number::text)::uuid, 1, '{}', now(), case when \(confirmed) then now() end
                from generate_series(1, \(count)) as number
                """)
        }
    }

    private struct Leader: RowDecodable {
        let process: Int
        let shards: Int

        init(_ row: Row) throws {
            process = try row.get("pid")
            shards = try row.get("shards")
        }
    }

    /// The sessions that hold shards, and how many.
    private static func leaders(_ bench: Bench) async throws -> [Leader] {
        try await bench.database.all(
            .service,
            """
            select pid, count(*) as shards
            from pg_locks
            where locktype = 'advisory' and mode = 'ExclusiveLock' and granted
                and database = (select oid from pg_database where datname = current_database())
            group by pid
            order by pid
            """)
    }
}
