import Database
import Foundation
import Messaging
import Models
import TestKit
import Testing

@testable import Outbox

/// Messages as no service of ours sends them: what they hold must not end the process, nor stand in the way of parking them.
@Suite(.timeLimit(.minutes(2))) struct UndecodableTests {
    private static let timestamps: [UInt64] = [1_760_000_000_000_000, 1_760_000_000_000_000_000, .max]

    @Test func anAbsurdTimestampIsNone() async throws {
        let bench = try await Bench.make()
        try await bench.run(handler: RefusingHandler()) {
            for timestamp in Self.timestamps {
                try await bench.inject("{timestamp, \(timestamp)}, \(Self.headers())", body: Self.body(CaseMoving.sample()))
            }
            try await bench.untilParked(Self.timestamps.count)
        }
        #expect(try await bench.count("select count(*) from parked where sent_at is null") == Self.timestamps.count)
    }

    @Test(arguments: [1e30: 294_247, 9.3e12: 294_247, -1e30: -4_714, .nan: -4_714])
    func anInstantThatPostgreSQLDoesNotKnowIsTheNearestThatItKnows(seconds: Double, year: Int) async throws {
        let bench = try await Bench.make()
        let instant = Date(timeIntervalSince1970: seconds)
        #expect(try await bench.count("select extract(year from \(instant))::bigint") == year)
        // And it can be read again.
        #expect(try await bench.database.value(.service, "select \(instant)", as: Date.self) != nil)
    }

    @Test func aMessageWithAnAbsurdTimestampIsPutOffAsAnyOther() async throws {
        let bench = try await Bench.make()
        try await bench.run(handler: FailingHandler(heard: Heard(), failures: .max)) {
            try await bench.inject("{timestamp, \(UInt64.max)}, \(Self.headers())", body: Self.body(CaseMoving.sample()))
            try await bench.until { try await bench.broker.depth(of: bench.ownQueue.retry(Topology.retryTiers[0])).messages == 1 }
        }
    }

    @Test func anAbsurdVersionHasNoPlaceInAStory() async throws {
        let bench = try await Bench.make(bindings: [CaseMoving.name, CaseStalled.name])
        let heard = Heard()
        let versions = [Int.max, (1 << 53) + 1]
        try await bench.run(handler: RecordingHandler(heard: heard), follows: bench.ownQueue.wholeStories) {
            try await bench.untilKept()
            let moved = CaseMoving.sample()
            for version in versions {
                try await bench.inject(Self.headers(aggregate: moved.case.uuid, version: version), body: Self.body(moved))
            }
            try await bench.untilParked(versions.count)
            // To give them up does not move the story to where nobody can count on.
            _ = try await bench.parked().discard(try await bench.parked().list().map(\.id), reason: "a test", by: Bench.actor)
            try await bench.deliver(moved, version: 1)
            try await heard.wait(for: 1)
        }
        #expect(try await bench.parkedErrors().allSatisfy { $0.contains("aggregate-version") })
        #expect(try await bench.count("select count(*) from early") == 0)
        #expect(try await bench.count("select max(last_version) from stories") == 1)
    }

    @Test func zeroBytesInTheNameOrTheValueOfAHeaderAreLeftOut() async throws {
        let bench = try await Bench.make()
        let strange =
            #", {<<"ma", 0, "rk">>, longstr, <<"val", 0, "ue">>}, {<<"nes", 0, "ted">>, table, [{<<"a", 0>>, longstr, <<"b", 0>>}]}"#
        try await bench.run(handler: RefusingHandler()) {
            try await bench.inject(Self.headers(more: strange), body: Self.body(CaseMoving.sample()))
            try await bench.untilParked(1)
        }
        #expect(try await bench.count("select count(*) from parked where headers ->> 'mark' = 'value'") == 1)
    }

    @Test func anEarlyMessageWithZeroBytesInItsHeadersWaitsAsAnyOther() async throws {
        let bench = try await Bench.make(bindings: [CaseMoving.name, CaseStalled.name])
        let heard = Heard()
        try await bench.run(handler: RecordingHandler(heard: heard), follows: bench.ownQueue.wholeStories) {
            try await bench.untilKept()
            let moved = CaseMoving.sample()
            let headers = Self.headers(aggregate: moved.case.uuid, version: 2, more: #", {<<"ma", 0, "rk">>, longstr, <<"x">>}"#)
            try await bench.inject(headers, body: Self.body(moved))
            try await bench.until { try await bench.count("select count(*) from early") == 1 }
            try await bench.deliver(moved, version: 1)
            try await heard.wait(for: 2)
        }
        #expect(await heard.envelopes.map(\.attempts) == [0, 0])
    }

    @Test func whereTheDatabaseRefusesTheHeadersTheMessageIsParkedWithoutThem() async throws {
        let bench = try await Bench.make()
        try await bench.holder.administer("alter table notifications.parked add constraint no_headers check (headers = '{}')")
        let id = UUID.v7(at: Date())
        let delivery = Delivery(
            queue: bench.ownQueue.name, body: Data("{}".utf8), id: id, type: CaseMoving.name.rawValue, timestamp: Date(),
            headers: [Header.aggregate: .string(id.text), Header.version: 3], redelivered: false, deliveryCount: 0)
        let parking = Parking(bench.ownQueue, database: bench.database, clock: .system, logger: Bench.quiet)
        #expect(await parking.park(delivery, because: "no use") == .ack)
        let parked = try await bench.parked().list()
        #expect(parked.map(\.message) == [id] && parked.map(\.version) == [3])
        #expect(parked.first?.error.hasPrefix("no use; its headers could not be kept: ") == true)
    }

    @Test func whatWasParkedWithoutItsHeadersCanBeReplayed() async throws {
        let bench = try await Bench.make()
        try await bench.holder.administer("alter table notifications.parked add constraint no_headers check (headers = '{}')")
        let heard = Heard()
        try await bench.run(handler: OnceRefusingHandler(heard: heard)) {
            try await bench.deliver(CaseMoving.sample(CaseID(at: Date())), version: 3)
            try await bench.untilParked(1)
            let parked = try await bench.parked().list().map(\.id)
            _ = try await bench.parked().replay(parked, by: Bench.actor, through: bench.broker)
            try await heard.wait(for: 1)
        }
        #expect(await heard.envelopes.map(\.version) == [3])
    }

    /// Properties in Erlang's words: of a good message, but for what is given.
    private static func headers(aggregate: UUID = UUID.v7(at: Date()), version: Int = 1, more: String = "") -> String {
        """
        {headers, [{<<"aggregate">>, longstr, <<"\(aggregate.text)">>}, {<<"aggregate-version">>, long, \(version)}, \
        {<<"producer">>, longstr, <<"notifications">>}\(more)]}
        """
    }

    private static func body(_ message: CaseMoving) throws -> Data { try MessageCoding.encode(message) }
}

extension Bench {
    /// Has the broker put a message into the queue, with properties as it likes.
    fileprivate func inject(_ properties: String, body: Data) async throws {
        let node = try BrokerNode(of: BrokerAddress(url: TestServers.brokerURL))
        let name = CaseMoving.name.rawValue
        try await node.publish(
            "{message_id, <<\"\(UUID.v7(at: Date()).text)\">>}, {type, <<\"\(name)\">>}, \(properties)",
            body: body.map(String.init).joined(separator: ","), to: ownQueue.name)
    }
}
