import Database
import Foundation
import Logging
import Messaging
import Models
import TestKit
import Testing

@testable import Outbox

/// What a person can do with a message that was parked.
@Suite(.timeLimit(.minutes(2))) struct ParkedMessagesTests {
    @Test func whatIsParkedTwiceIsOneRow() async throws {
        let bench = try await Bench.make()
        let store = ParkedStore(consumer: bench.queue.name, clock: .system)
        let delivery = Self.delivery(UUID.v7(at: Date()))
        for error in ["first", "second"] {
            try await bench.database.transaction(.service) { try store.park(delivery, because: error, in: $0) }
        }
        let all = try await bench.parked().list()
        #expect(all.map(\.error) == ["second"])
        #expect(all.first?.message == delivery.id)
    }

    @Test func aReplayedMessageHasItsEffectAndIsResolvedWithItsAudit() async throws {
        let bench = try await Bench.make()
        let heard = Heard()
        try await bench.run(handler: OnceRefusingHandler(heard: heard)) {
            let message = CaseMoving.sample()
            try await bench.send(message, version: 7)
            try await bench.untilParked(1)
            let parked = try await bench.parked().list()
            let outcome = try await bench.parked().replay(parked.map(\.id), by: Bench.actor, through: bench.broker)
            #expect(outcome == [parked[0].id: .replayed])
            try await heard.wait(for: 1)
            #expect(await heard.all == [message])
            #expect(await heard.envelopes.map(\.version) == [7])
            let again = try await bench.parked().replay(parked.map(\.id), by: Bench.actor, through: bench.broker)
            #expect(again == [parked[0].id: .notOpen])
        }
        #expect(try await bench.parked().list().isEmpty)
        #expect(try await bench.parked().list(openOnly: false).map(\.resolution) == [.replayed])
        #expect(try await bench.audited("parked-message.replayed") == 1)
    }

    @Test func aDiscardedMessageKeepsItsReasonAndIsDiscardedOnce() async throws {
        let bench = try await Bench.make()
        let store = ParkedStore(consumer: bench.queue.name, clock: .system)
        try await bench.database.transaction(.service) {
            try store.park(Self.delivery(UUID.v7(at: Date())), because: "no use", in: $0)
        }
        let id = try #require(try await bench.parked().list().first?.id)
        #expect(try await bench.parked().discard([id], reason: "a test message", by: Bench.actor) == [id])
        #expect(try await bench.parked().discard([id], reason: "again", by: Bench.actor).isEmpty)
        let all = try await bench.parked().list(openOnly: false)
        #expect(all.map(\.reason) == ["a test message"] && all.map(\.resolvedBy) == ["account-1"])
        #expect(try await bench.audited("parked-message.discarded") == 1)
    }

    @Test func theContentIsShownToTheSystemRoleOnly() async throws {
        let bench = try await Bench.make()
        let store = ParkedStore(consumer: bench.queue.name, clock: .system)
        let delivery = Self.delivery(UUID.v7(at: Date()))
        try await bench.database.transaction(.service) { try store.park(delivery, because: "no use", in: $0) }
        let id = try #require(try await bench.parked().list().first?.id)
        let leader = AuditActor(id: "account-2", name: "Giám đốc (mẫu)", role: .leader)
        #expect(try await bench.parked().find(id, by: leader)?.body == nil)
        let whole = try #require(try await bench.parked().find(id, by: Bench.actor))
        #expect(whole.body == delivery.body)
        #expect(whole.headers["aggregate-version"] == "3")
        #expect(try await bench.audited("parked-message.viewed") == 2)
        #expect(try await bench.parked().outline(id)?.message == delivery.id)
        #expect(try await bench.audited("parked-message.viewed") == 2, "who sees no content has not looked into it")
    }

    @Test func pagesOfTheListFollowOneAnother() async throws {
        let bench = try await Bench.make()
        let store = ParkedStore(consumer: bench.queue.name, clock: .system)
        for _ in 0..<5 {
            try await bench.database.transaction(.service) { try store.park(Self.delivery(UUID.v7(at: Date())), because: "x", in: $0) }
        }
        let first = try await bench.parked().list(limit: 3)
        let second = try await bench.parked().list(limit: 3, after: first.last?.id)
        #expect(first.count == 3 && second.count == 2)
        #expect(Set((first + second).map(\.id)).count == 5)
    }

    private static func delivery(_ id: UUID) -> Delivery {
        Delivery(
            queue: "notifications.events", body: Data("{}".utf8), id: id, type: CaseMoving.name.rawValue, timestamp: Date(),
            headers: ["aggregate": .string(id.text), "aggregate-version": .int(3), "producer": "notifications"],
            redelivered: false, deliveryCount: 0)
    }
}

/// Refuses the first message it is given, and takes the others.
struct OnceRefusingHandler: MessageHandler {
    let heard: Heard

    func handle(_ message: CaseMoving, _ envelope: Envelope, in transaction: Transaction) async throws {
        if await heard.attempt() == 1 { throw Undeliverable("not this time") }
        heard.note(message, envelope, in: transaction)
    }
}
