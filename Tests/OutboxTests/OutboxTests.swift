import Database
import Foundation
import Logging
import Messaging
import Models
import ServiceLifecycle
import TestKit
import Testing

@testable import Outbox

/// Outbox, relay and inbox on a real database and a real broker, under an exchange and queue of the test's own.
@Suite(.timeLimit(.minutes(2))) struct OutboxTests {
    @Test func aMessageOfACommittedChangeIsHandledOnce() async throws {
        let bench = try await Bench.make()
        let heard = Heard()
        try await bench.run(handler: RecordingHandler(heard: heard)) {
            let message = CaseMoving.sample()
            try await bench.send(message, version: 1)
            try await heard.wait(for: 1)
            #expect(await heard.all == [message])
            try await bench.untilDrained()
        }
        #expect(try await bench.inboxCount() == 1)
    }

    @Test func aRolledBackChangeTellsNobody() async throws {
        let bench = try await Bench.make()
        let heard = Heard()
        try await bench.run(handler: RecordingHandler(heard: heard)) {
            struct Refused: Error {}
            try? await bench.database.transaction(.service) { transaction in
                try bench.outbox.publish(CaseMoving.sample(), version: 1, in: transaction)
                _ = try await transaction.rows("select 1")
                throw Refused()
            }
            let second = CaseMoving.sample()
            try await bench.send(second, version: 1)
            try await heard.wait(for: 1)
            #expect(await heard.all == [second])
        }
    }

    @Test func duplicateMessageChangesNothing() async throws {
        let bench = try await Bench.make()
        let heard = Heard()
        try await bench.run(handler: RecordingHandler(heard: heard)) {
            try await bench.send(CaseMoving.sample(), version: 1)
            try await heard.wait(for: 1)
            try await bench.untilDrained()
            // The relay forgot that it had been confirmed, as after a crash between the confirm and its note.
            _ = try await bench.database.transaction(.service) { try await $0.execute("update outbox set confirmed_at = null") }
            bench.outbox.doorbell.ring()
            try await bench.untilDrained()
            let last = CaseMoving.sample()
            try await bench.send(last, version: 1)
            try await heard.wait(for: 2)
            #expect(await heard.all.count == 2)
        }
        #expect(try await bench.inboxCount() == 2)
    }

    @Test func aHandlerThatFailsIsTriedAgainAndLeavesNothingBehindBeforeItSucceeds() async throws {
        let bench = try await Bench.make()
        let heard = Heard()
        try await bench.run(handler: FailingHandler(heard: heard, failures: 2)) {
            try await bench.send(CaseMoving.sample(), version: 1)
            try await heard.wait(for: 1)
            #expect(await heard.attempts == 3)
        }
        #expect(try await bench.inboxCount() == 1)
    }

    @Test func whatCanNeverBeHandledIsParkedWithItsReason() async throws {
        let bench = try await Bench.make()
        try await bench.run(handler: RefusingHandler()) {
            try await bench.send(CaseMoving.sample(), version: 1)
            try await bench.untilParked(1)
        }
        let parked = try await bench.parkedErrors()
        #expect(parked.count == 1 && parked[0].contains("no such thing"))
        #expect(try await bench.inboxCount() == 0)
    }

    @Test func whatCannotBeDecodedIsParkedAtOnce() async throws {
        let bench = try await Bench.make()
        let heard = Heard()
        try await bench.run(handler: RecordingHandler(heard: heard)) {
            let broken = OutgoingMessage(
                exchange: bench.exchange, routingKey: CaseMoving.name.rawValue, id: UUID.v7(at: Date()), type: CaseMoving.name.rawValue,
                timestamp: Date(), headers: [:], body: Data("{\"case\":".utf8))
            let outcomes = await bench.broker.publish([broken])
            guard case .confirmed = outcomes[0] else { return #expect(Bool(false), "not confirmed: \(outcomes[0])") }
            try await bench.untilParked(1)
            #expect(await heard.all.isEmpty)
        }
    }

    @Test func messagesOfOneAggregateKeepTheirOrder() async throws {
        let bench = try await Bench.make()
        let heard = Heard()
        try await bench.run(handler: RecordingHandler(heard: heard)) {
            let id = CaseID(at: Date())
            for version in 1...100 {
                try await bench.send(CaseMoving.sample(id, at: Double(version)), version: version)
            }
            try await heard.wait(for: 100)
            #expect(await heard.all.map(\.occurredAt.timeIntervalSince1970) == (1...100).map(Double.init))
        }
    }

    @Test func aTenantSeesNothingOfTheOutbox() async throws {
        let bench = try await Bench.make()
        try await bench.send(CaseMoving.sample(), version: 1)
        let seen = try await bench.database.transaction(.organisations([OrganisationID(at: Date())])) {
            try await $0.value("select count(*) from outbox", as: Int.self)
        }
        let unset = try await bench.database.transaction(.none) { try await $0.value("select count(*) from outbox", as: Int.self) }
        #expect(seen == 0)
        #expect(unset == 0)
    }

    @Test func whatFellIntoTheDefaultPartitionIsMovedWhenItsDayIsMade() async throws {
        let bench = try await Bench.make()
        let later = Date().addingTimeInterval(40 * 86_400)
        let outbox = Outbox(clock: WallClock { later })
        try await bench.database.transaction(.service) { try outbox.publish(CaseMoving.sample(), version: 1, in: $0) }
        #expect(try await bench.partition() == "outbox_default")
        try await OutboxStore(database: bench.database).preparePartitions(on: LegalDate(later.addingTimeInterval(-7 * 3600)))
        #expect(try await bench.partition()?.hasPrefix("outbox_2") == true)
    }

    @Test func noMessageIsRefusedWhileItsPartitionIsBeingMade() async throws {
        let bench = try await Bench.make()
        let later = Date().addingTimeInterval(50 * 86_400)
        let outbox = Outbox(clock: WallClock { later })
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<6 {
                group.addTask {
                    for _ in 0..<30 {
                        try await bench.database.transaction(.service) { try outbox.publish(CaseMoving.sample(), version: 1, in: $0) }
                    }
                }
            }
            group.addTask {
                try await OutboxStore(database: bench.database).preparePartitions(on: LegalDate(later.addingTimeInterval(-7 * 3600)))
            }
            try await group.waitForAll()
        }
        let kept = try await bench.database.transaction(.service) { try await $0.value("select count(*) from outbox", as: Int.self) }
        #expect(kept == 180)
    }
}
