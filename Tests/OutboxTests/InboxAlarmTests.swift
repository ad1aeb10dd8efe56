import Database
import Foundation
import Logging
import Messaging
import Models
import TestKit
import Testing

@testable import Outbox

/// What the inbox tells people: alarms, figures, and lines of the log with their trace.
@Suite(.timeLimit(.minutes(2))) struct InboxAlarmTests {
    private static let trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"

    @Test func aMessageThatHasWaitedForTwoHoursIsToldOnceInAWhile() {
        let log = NotedLog()
        var alarm = EarlyAlarm(queue: "q", logger: log.logger())
        alarm.look(3, oldest: EarlyAlarm.limit - 1)
        #expect(log.lines.isEmpty)
        for _ in 0..<3 { alarm.look(3, oldest: EarlyAlarm.limit) }
        #expect(EarlyAlarm.limit == 7_200)
        #expect(log.lines.map(\.metadata) == [["queue": "q", "waiting": "3", "seconds": "7200"]])
    }

    @Test func aQueueThatStaysFullIsToldOnceInAWhileAndARushIsNot() {
        let log = NotedLog()
        var alarm = DepthAlarm(queue: "q", logger: log.logger())
        let full = QueueDepth(messages: DepthAlarm.limit, consumers: 1)
        for depth in [full, full, full, QueueDepth(messages: DepthAlarm.limit - 1, consumers: 1), full, full, full] { alarm.look(depth) }
        #expect(log.lines.isEmpty)
        for _ in 0..<5 { alarm.look(full) }
        #expect(log.lines.map(\.metadata) == [["queue": "q", "messages": "10000", "consumers": "1"]])
    }

    @Test func duplicatesAndWhatIsPutOffOrParkedAreCounted() async throws {
        let noted = NotedMetrics()
        let bench = try await Bench.make(metrics: noted)
        try await bench.broker.declare(Topology(queues: [bench.queue]), prefix: bench.prefix)
        let heard = Heard()
        let once = try Self.delivery(bench)
        let recording = try await bench.desks(1, handler: RecordingHandler(heard: heard))[0]
        #expect(await recording.handle([once, once], oneByOne: false) == [.ack, .ack])
        #expect(await recording.handle([once], oneByOne: false) == [.ack])
        let failing = try await bench.desks(1, handler: FailingHandler(heard: heard, failures: .max))[0]
        #expect(try await failing.handle([Self.delivery(bench)], oneByOne: false) == [.ack])
        let refusing = try await bench.desks(1, handler: RefusingHandler())[0]
        #expect(try await refusing.handle([Self.delivery(bench)], oneByOne: false) == [.ack])
        let queue = "queue=\(bench.ownQueue.name)"
        #expect(noted.values["caunoi_inbox_consumed_total \(queue) name=\(CaseMoving.name)"] == 1)
        #expect(noted.values["caunoi_inbox_duplicates_total \(queue)"] == 2)
        #expect(noted.values["caunoi_inbox_retried_total \(queue) tier=10s"] == 1)
        #expect(noted.values["caunoi_inbox_parked_total \(queue)"] == 1)
    }

    @Test func whatIsPutOffAndWhatIsParkedIsLoggedWithItsTrace() async throws {
        let log = NotedLog()
        let bench = try await Bench.make(bindings: [CaseMoving.name, CaseStalled.name], logger: log.logger(Self.provider))
        try await bench.broker.declare(Topology(queues: [bench.queue]), prefix: bench.prefix)
        let failing = try await bench.desks(1, handler: FailingHandler(heard: Heard(), failures: .max))[0]
        let refusing = try await bench.desks(1, handler: RefusingHandler())[0]
        _ = try await failing.handle([Self.delivery(bench)], oneByOne: false)
        #expect(log.lines("message put off").map { $0.metadata["traceparent"] } == [Self.trace])
        _ = try await refusing.handle([Self.delivery(bench)], oneByOne: false)
        #expect(log.lines("message parked").map { $0.metadata["traceparent"] } == [Self.trace])
        // And what waited for its turn.
        let key = try await bench.waiting(versions: 2...2)
        try await bench.execute("update early set headers = headers || jsonb_build_object('traceparent', \(Self.trace)::text)")
        await failing.closeGap(key)
        #expect(log.lines("a message whose turn had come failed, and waits").map { $0.metadata["traceparent"] } == [Self.trace])
        try await bench.execute("update early set next_attempt_at = null")
        await refusing.closeGap(key)
        #expect(log.lines("message parked").map { $0.metadata["traceparent"] } == [Self.trace, Self.trace])
    }

    private static func delivery(_ bench: Bench) throws -> Delivery {
        let message = CaseMoving.sample()
        return Delivery(
            queue: bench.ownQueue.name, body: try MessageCoding.encode(message), id: UUID.v7(at: Date()),
            type: CaseMoving.name.rawValue, timestamp: Date(),
            headers: [
                Header.aggregate: .string(message.case.uuid.text), Header.version: 1, Header.producer: "notifications",
                Header.traceparent: .string(trace),
            ], redelivered: false, deliveryCount: 0)
    }

    private static let provider = Logger.MetadataProvider {
        CurrentTrace.traceparent.map { ["traceparent": .string($0)] } ?? [:]
    }
}
