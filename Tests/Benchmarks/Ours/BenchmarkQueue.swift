import Foundation
import Messaging
import Models
import Synchronization

/// The exchange, the queue and the messages of the benchmarks; the peers have the same (`Peers/peer.h`).
enum BenchmarkQueue {
    static let prefix = "bench."
    static let queue = Topology.Queue(name: "events", owner: .notifications, bindings: [CaseMoving.name])
    static let name = prefix + queue.name
    static let exchange = prefix + Topology.exchange
    static let topology = Topology(queues: [queue])

    /// 600 bytes of JSON.
    static let body = Data("{\"text\":\"\(String(repeating: "x", count: 589))\"}".utf8)

    private static let counter = Atomic<Int>(0)

    /// The next message: an id of its own, one of a thousand aggregates.
    static func message() -> OutgoingMessage {
        let number = counter.add(1, ordering: .relaxed).newValue
        let now = Date()
        return OutgoingMessage(
            exchange: exchange, routingKey: CaseMoving.name.rawValue, id: .v7(at: now), type: CaseMoving.name.rawValue, timestamp: now,
            headers: [
                "aggregate": .string(aggregates[number % 1_000]), "aggregate-version": .int(Int64(number / 1_000 + 1)),
                "producer": .string(CaseMoving.name.producer),
            ],
            body: body)
    }

    private static let aggregates = (0..<1_000).map { _ in UUID.v7(at: Date()).text }
}

extension Broker {
    /// Publishes `count` messages in one call; throws unless each is confirmed.
    func publishConfirmed(_ count: Int) async throws {
        let outcomes = await publish((0..<count).map { _ in BenchmarkQueue.message() })
        if let bad = outcomes.first(where: { !$0.isConfirmed }) { throw BenchmarkError("a message was not confirmed: \(bad)") }
    }
}
