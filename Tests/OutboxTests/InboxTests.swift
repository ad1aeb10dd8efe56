import Database
import Foundation
import Messaging
import Models
import Synchronization
import TestKit
import Testing

@testable import Outbox

/// Batches, probing and traces.
@Suite(.timeLimit(.minutes(3))) struct InboxTests {
    @Test func aPoisonousMessageInABatchHarmsNoneOfItsNeighbours() async throws {
        let bench = try await Bench.make()
        let heard = Heard()
        let refused = CaseID(at: Date())
        var pace = Inbox.Pace()
        pace.workers = 1
        try await bench.broker.declare(Topology(queues: [bench.queue]), prefix: bench.prefix)
        for number in 0..<30 { try await bench.deliver(CaseMoving.sample(number == 13 ? refused : CaseID(at: Date())), version: 1) }
        try await bench.run(handler: PickyHandler(heard: heard, refused: refused), pace: pace) {
            try await bench.untilParked(1)
            try await bench.until { try await bench.audited("effect") == 29 }
            try await bench.until { try await bench.broker.depth(of: bench.ownQueue.name).messages == 0 }
        }
        // Nothing is left of the transaction in which the batch was tried together.
        #expect(try await bench.inboxCount() == 29)
        #expect(try await bench.audited("effect") == 29)
    }

    @Test func aBatchHandlerGetsSeveralAtOnceInTheirOrder() async throws {
        let bench = try await Bench.make()
        let heard = Heard()
        var pace = Inbox.Pace()
        pace.workers = 1
        let id = CaseID(at: Date())
        try await bench.broker.declare(Topology(queues: [bench.queue]), prefix: bench.prefix)
        for number in 1...40 { try await bench.deliver(CaseMoving.sample(id, at: Double(number)), version: number) }
        try await bench.run(handler: CountingBatchHandler(heard: heard), pace: pace) { try await heard.wait(for: 40) }
        #expect(await heard.all.map(\.occurredAt.timeIntervalSince1970) == (1...40).map(Double.init))
        #expect(await heard.sizes.contains { $0 > 1 })
        #expect(try await bench.inboxCount() == 40)
    }

    @Test func aMessageThatComesTwiceInOneBatchHasOneEffect() async throws {
        let bench = try await Bench.make()
        let heard = Heard()
        let message = CaseMoving.sample()
        let id = UUID.v7(at: Date())
        try await bench.broker.declare(Topology(queues: [bench.queue]), prefix: bench.prefix)
        for _ in 0..<3 { try await bench.deliver(message, version: 1, id: id) }
        try await bench.run(handler: RecordingHandler(heard: heard)) {
            try await bench.deliver(CaseMoving.sample(message.case), version: 2)
            try await heard.wait(for: 2)
        }
        #expect(await heard.envelopes.map(\.version) == [1, 2])
    }

    @Test func aDuplicateAfterMidnightIsRecognised() async throws {
        let bench = try await Bench.make()
        let heard = Heard()
        // Made in the last second of yesterday (UTC), and heard again today: both lie where the id says.
        let midnight = Date(timeIntervalSince1970: (Date().timeIntervalSince1970 / 86_400).rounded(.down) * 86_400)
        try await OutboxStore(database: bench.database).preparePartitions(on: LegalDate(midnight.addingTimeInterval(-86_400 - 7 * 3600)))
        let id = UUID.v7(at: midnight.addingTimeInterval(-0.5))
        let message = CaseMoving.sample()
        try await bench.run(handler: RecordingHandler(heard: heard)) {
            try await bench.deliver(message, version: 1, id: id)
            try await heard.wait(for: 1)
            try await bench.until { try await bench.inboxCount() == 1 }
            try await bench.deliver(message, version: 1, id: id)
            try await bench.deliver(CaseMoving.sample(message.case), version: 2)
            try await heard.wait(for: 2)
        }
        #expect(await heard.envelopes.map(\.version) == [1, 2])
    }

    @Test func theTraceOfAChangeArrivesInTheHandlerAlsoInABatch() async throws {
        let bench = try await Bench.make()
        let heard = Heard()
        var pace = Inbox.Pace()
        pace.workers = 1
        let traces = (0..<10).map { "00-0af7651916cd43dd8448eb211c80319c-b7ad6b716920333\($0)-01" }
        try await bench.run(handler: RecordingHandler(heard: heard), pace: pace) {
            let id = CaseID(at: Date())
            for (number, trace) in traces.enumerated() {
                try await CurrentTrace.$traceparent.withValue(trace) { try await bench.send(CaseMoving.sample(id), version: number + 1) }
            }
            try await heard.wait(for: 10)
        }
        #expect(await heard.traces == traces)
    }

    @Test func whenNothingSucceedsOneMessageAtATimeIsTriedAndNoneGoesToATier() async throws {
        let bench = try await Bench.make()
        let heard = Heard()
        var pace = Inbox.Pace()
        pace.probing = .milliseconds(50)
        try await bench.broker.declare(Topology(queues: [bench.queue]), prefix: bench.prefix)
        for _ in 0..<60 { try await bench.deliver(CaseMoving.sample(), version: 1) }
        try await bench.run(handler: GatedHandler(heard: heard), pace: pace) {
            try await heard.wait(attempts: 40)
            await heard.open()
            // A few went to the first tier before the trouble was noticed, and come back after ten seconds.
            try await heard.wait(for: 60)
        }
        let tried = await heard.envelopes
        #expect(tried.count == 60)
        #expect(tried.count { $0.attempts > 0 } < 30)
        #expect(try await bench.parkedErrors().isEmpty)
    }

    @Test func whatIsHeldForLongIsGivenBackAndThenOneIsFetchedAtATime() async throws {
        let bench = try await Bench.make()
        let heard = Heard()
        var pace = Inbox.Pace()
        pace.probing = .milliseconds(50)
        pace.longestHold = .seconds(1)
        try await bench.broker.declare(Topology(queues: [bench.queue]), prefix: bench.prefix)
        for _ in 0..<60 { try await bench.deliver(CaseMoving.sample(), version: 1) }
        try await bench.run(handler: GatedHandler(heard: heard), pace: pace) {
            try await heard.wait(attempts: 5)
            try await bench.until { try await bench.broker.depth(of: bench.ownQueue.name).messages > 40 }
            await heard.open()
            try await heard.wait(for: 60)
            try await bench.until { try await bench.broker.depth(of: bench.ownQueue.name).messages == 0 }
        }
        #expect(await heard.all.count == 60)
        #expect(try await bench.parkedErrors().isEmpty)
    }

    @Test func whatDoesNotComeToAnEndIsGivenBackAndThenCancelledAndGoesToATierWhileOthersPass() async throws {
        let bench = try await Bench.make()
        let heard = Heard()
        var pace = Inbox.Pace()
        pace.longestHold = .seconds(8)
        let endless = CaseMoving.sample()
        try await bench.run(handler: HangingHandler(heard: heard, over: endless.case), pace: pace) {
            try await bench.send(endless, version: 1)
            for _ in 0..<20 { try await bench.send(CaseMoving.sample(), version: 1) }
            try await heard.wait(for: 20)
            try await bench.until {
                for tier in Topology.retryTiers where try await bench.broker.depth(of: bench.ownQueue.retry(tier)).messages > 0 {
                    return true
                }
                return false
            }
            await heard.open()
            try await heard.wait(for: 21)
        }
        #expect(await heard.all.count == 21)
        #expect(await heard.envelopes.first { $0.aggregate == endless.case.uuid }.map { $0.attempts > 0 } == true)
    }

    @Test func whatFailsIsParkedWhereTheQueueOfItsTierKeepsNothing() async throws {
        let bench = try await Bench.make(patience: .seconds(2))
        let node = try BrokerNode(of: BrokerAddress(url: TestServers.brokerURL))
        let heard = Heard()
        var pace = Inbox.Pace()
        pace.longestOffer = .seconds(3)
        try await bench.run(handler: FailingHandler(heard: heard, failures: InboxDesk.quickAttempts), pace: pace) {
            let tier = bench.ownQueue.retry(Topology.retryTiers[0])
            try await node.tell("suspend", tier)
            try await bench.send(CaseMoving.sample(), version: 1)
            try await bench.untilParked(1)
            try await bench.send(CaseMoving.sample(), version: 1)
            try await heard.wait(for: 1)
            try await node.tell("resume", tier)
        }
        #expect(try await bench.parkedErrors().allSatisfy { $0.contains("could not be put off") })
    }

    @Test func aMessageWhoseStatementsTakeTooLongGoesThroughATierAsAnyThatFails() async throws {
        let bench = try await Bench.make()
        let heard = Heard()
        try await bench.run(handler: SlowHandler(heard: heard, failures: 3)) {
            try await bench.send(CaseMoving.sample(), version: 1)
            try await heard.wait(for: 1)
        }
        #expect(await heard.envelopes.map(\.attempts) == [1])
    }

    @Test func aMessageThatFailsAloneGoesThroughATierWhileOthersPass() async throws {
        let bench = try await Bench.make()
        let heard = Heard()
        try await bench.run(handler: FailingHandler(heard: heard, failures: 3)) {
            try await bench.send(CaseMoving.sample(), version: 1)
            try await heard.wait(attempts: 3)
            try await bench.send(CaseMoving.sample(), version: 1)
            try await heard.wait(for: 1)
            #expect(await heard.envelopes.map(\.attempts) == [0])
            try await heard.wait(for: 2)
        }
        #expect(await heard.envelopes.map(\.attempts) == [0, 1])
    }

    @Test func aMessageThatFailsAfterTheLastTierIsParked() async throws {
        let bench = try await Bench.make()
        try await bench.run(handler: FailingHandler(heard: Heard(), failures: .max)) {
            try await bench.deliver(CaseMoving.sample(), version: 1, attempts: Int64(Topology.retryTiers.count))
            try await bench.untilParked(1)
        }
        #expect(try await bench.count("select attempts from parked") == Topology.retryTiers.count)
        #expect(try await bench.parkedErrors().allSatisfy { $0.contains("NotYet") })
    }

    /// A quorum queue gives up on what was given back to it twenty times.
    @Test func whatTheBrokerGivesUpOnIsParked() async throws {
        let bench = try await Bench.make()
        try await bench.broker.declare(Topology(queues: [bench.queue]), prefix: bench.prefix)
        try await bench.deliver(CaseMoving.sample(), version: 1)
        let counts = Mutex<[Int]>([])
        let givingBack = Task { [broker = bench.broker, queue = bench.ownQueue] in
            try await broker.consume(queue.name, prefetch: 1) { delivery in
                counts.withLock { $0.append(delivery.deliveryCount) }
                return .reject(requeue: true)
            }
        }
        try await bench.until { try await bench.broker.depth(of: bench.ownQueue.dead).messages == 1 }
        givingBack.cancel()
        _ = await givingBack.result
        #expect(counts.withLock { $0 } == Array(0...20))
        try await bench.run(handler: RecordingHandler(heard: Heard())) { try await bench.untilParked(1) }
        #expect(try await bench.parkedErrors() == ["the broker gave up on it"])
    }

    @Test func whileTheDatabaseTakesNoChangesNothingIsFetchedAndNothingCountsAgainstAMessage() async throws {
        let log = NotedLog()
        let bench = try await Bench.make(logger: log.logger())
        let heard = Heard()
        var pace = Inbox.Pace()
        pace.probing = .milliseconds(50)
        pace.longestHold = .seconds(1)
        try await bench.run(handler: RecordingHandler(heard: heard), pace: pace) {
            try await bench.holder.setTakesChanges(false)
            try await bench.deliver(CaseMoving.sample(), version: 1)
            try await bench.until { !log.lines("the database takes no changes; no message is fetched before it does").isEmpty }
            try await bench.until { try await bench.broker.depth(of: bench.ownQueue.name).messages == 1 }
            try await bench.holder.setTakesChanges(true)
            try await heard.wait(for: 1)
        }
        #expect(await heard.envelopes.map(\.attempts) == [0])
        #expect(try await bench.parkedErrors().isEmpty)
        // The row by which it was tried is gone.
        #expect(try await bench.inboxCount() == 1)
    }

    @Test func whatStartsWhileTheDatabaseTakesNoChangesWaitsForIt() async throws {
        let log = NotedLog()
        let bench = try await Bench.make(bindings: [CaseMoving.name, CaseStalled.name], logger: log.logger())
        let heard = Heard()
        try await bench.holder.setTakesChanges(false)
        try await bench.run(handler: RecordingHandler(heard: heard), follows: bench.ownQueue.wholeStories) {
            try await bench.until { !log.lines("the inbox waits for the database").isEmpty }
            try await bench.holder.setTakesChanges(true)
            try await bench.deliver(CaseMoving.sample(), version: 1)
            try await heard.wait(for: 1)
        }
    }

    @Test func onlyAWriteShowsThatTheDatabaseTakesChanges() async throws {
        let bench = try await Bench.make()
        let store = InboxStore(consumer: bench.ownQueue.name, clock: .system)
        try await bench.database.transaction(.service) { store.tryWriting(in: $0) }
        #expect(try await bench.inboxCount() == 0)
        let pages: SQL =
            "select sum(pg_relation_size(reltoastrelid))::bigint from pg_class where relname like 'inbox\\_%' and relkind = 'r'"
        #expect(try await bench.count(pages) > 0, "there was room for another page")
        try await bench.holder.setTakesChanges(false)
        try await bench.database.ping()
        let refused = await #expect(throws: DatabaseError.self) {
            try await bench.database.transaction(.service) { store.tryWriting(in: $0) }
        }
        #expect(refused?.sqlState == "25006" && refused?.tellsOfNoMessage == true)
    }

    @Test(arguments: [
        "25006": true, "53100": true, "53200": true, "58000": true, "58030": true, "57014": false, "40001": false, "23505": false,
    ])
    func whatTheServerCannotDoTellsOfNoMessage(state: String, tellsOfNone: Bool) {
        var error = DatabaseError(kind: .server, message: "")
        error.sqlState = state
        #expect(error.tellsOfNoMessage == tellsOfNone)
    }
}
