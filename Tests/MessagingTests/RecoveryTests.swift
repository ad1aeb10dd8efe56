import Foundation
import Messaging
import Models
import Synchronization
import Testing

struct RecoveryTests {
    @Test func nothingConfirmedIsLostOverManyCuts() async throws {
        let address = try PrivateNames.address()
        let line = try Line(to: address)
        try await PrivateNames.declared(url: line.url(address)) { names in
            let (sent, got) = (Ledger(), Ledger())
            let consuming = Task {
                try await names.broker.consume(names.queueName, prefetch: 50) { delivery in
                    if let id = delivery.id { got.add(id) }
                    return .ack
                }
            }
            for round in 0..<5 {
                let publishing = Task {
                    var left = (0..<300).map { names.message($0, lane: "\($0 % 10)") }
                    while !left.isEmpty {
                        let outcomes = await names.broker.publish(left)
                        for (message, outcome) in zip(left, outcomes) where outcome.isConfirmed { sent.add(message.id) }
                        left = zip(left, outcomes).filter { !$1.isConfirmed }.map { $0.0 }
                    }
                }
                try await until { sent.ids.count >= round * 300 }
                line.cut()
                line.mend()
                await publishing.value
            }
            #expect(sent.ids.count == 1_500)
            try await until { sent.ids.isSubset(of: got.ids) }
            #expect(line.accepted > 4)
            consuming.cancel()
            _ = await consuming.result
        }
        line.close()
    }

    @Test func aLostConnectionIsSeenAndComesBack() async throws {
        let address = try PrivateNames.address()
        let line = try Line(to: address)
        try await PrivateNames.declared(url: line.url(address), patience: .seconds(2)) { names in
            let running = Task { try await names.broker.run() }
            try await until { names.broker.isConnected }
            line.cut()
            try await until { !names.broker.isConnected }
            guard case .failed? = await names.broker.publish([names.message()]).first else {
                Issue.record("a message was accepted without a connection")
                return
            }
            line.mend()
            try await until { names.broker.isConnected }
            #expect(await names.broker.publish([names.message()]) == [.confirmed])
            running.cancel()
            _ = await running.result
            #expect(!names.broker.isConnected)
        }
        line.close()
    }

    @Test func whatWasInHandWhenTheLineBrokeComesAgain() async throws {
        let address = try PrivateNames.address()
        let line = try Line(to: address)
        try await PrivateNames.declared(url: line.url(address)) { names in
            _ = await names.broker.publish((0..<20).map { names.message($0, lane: "one") })
            let cuts = Mutex(0)
            let seen = Mutex<[Int]>([])
            let everything: ([Delivery]) -> Bool = { $0.filter { $0.number == 5 }.count == 2 && $0.last?.number == 19 }
            let taken = try await names.take(from: names.queueName, until: everything) { delivery in
                seen.withLock { $0.append(delivery.number) }
                let first = cuts.withLock { cuts in
                    cuts += delivery.number == 5 ? 1 : 0
                    return delivery.number == 5 && cuts == 1
                }
                if first {
                    let before = line.accepted
                    line.cut()
                    line.mend()
                    try? await until { line.accepted > before }
                }
                return .ack
            }
            #expect(Set(taken.map(\.number)) == Set(0..<20))
            // The lane went back to what was not acknowledged, and on from there in order.
            let numbers = seen.withLock { $0 }
            let again = try #require(numbers.lastIndex(of: 5))
            #expect(Array(numbers[again...].prefix(15)) == Array(5..<20))
        }
        line.close()
    }

    @Test func theSecondHostTakesOverWhenTheFirstIsCut() async throws {
        let address = try PrivateNames.address()
        let (first, second) = (try Line(to: address), try Line(to: address))
        let places = "127.0.0.1:\(first.port),127.0.0.1:\(second.port)"
        let url = "amqp://\(address.user):\(address.password)@\(places)/\(address.virtualHost == "/" ? "" : address.virtualHost)"
        try await PrivateNames.declared(url: url) { names in
            let seen = Ledger()
            let consuming = Task {
                try await names.broker.consume(names.queueName, prefetch: 10) { delivery in
                    if let id = delivery.id { seen.add(id) }
                    return .ack
                }
            }
            let (one, two) = (names.message(1), names.message(2))
            #expect(await names.broker.publish([one]) == [.confirmed])
            try await until { seen.ids.contains(one.id) }
            #expect(second.accepted == 0)
            first.cut()
            try await until { second.accepted == 2 }
            #expect(await names.broker.publish([two]) == [.confirmed])
            try await until { seen.ids.contains(two.id) }
            consuming.cancel()
            _ = await consuming.result
        }
        first.close()
        second.close()
    }

    @Test func aKeptTopologyIsDeclaredAgainAfterALoss() async throws {
        let address = try PrivateNames.address()
        let line = try Line(to: address)
        let names = try PrivateNames(url: line.url(address))
        try await names.broker.keep(names.topology, prefix: names.prefix)
        line.cut()
        try await names.delete()
        line.mend()
        let (taking, message) = (Task { try await names.take(1, from: names.queueName) }, names.message(5))
        // It may be sent before the exchange is there again.
        while await names.broker.publish([message]) != [.confirmed] { try await Task.sleep(for: .milliseconds(20)) }
        let taken = try await taking.value.map(\.number)
        #expect(taken == [5])
        await names.broker.close()
        try await names.delete()
        line.close()
    }

    @Test func theNextHostIsTriedWhenOneIsAway() async throws {
        let address = try PrivateNames.address()
        let host = try #require(address.hosts.first)
        let url = "amqp://\(address.user):\(address.password)@127.0.0.1:1,\(host.name):\(host.port)/\(address.virtualHost)"
        try await PrivateNames.declared(url: url) { names in
            #expect(await names.broker.publish([names.message()]) == [.confirmed])
        }
    }
}

/// Ids of messages, noted by many.
private final class Ledger: Sendable {
    private let noted = Mutex<Set<UUID>>([])

    var ids: Set<UUID> { noted.withLock { $0 } }

    func add(_ id: UUID) {
        noted.withLock { _ = $0.insert(id) }
    }
}

/// Waits for what other threads bring about, at most 20 s.
func until(_ condition: @Sendable () -> Bool) async throws {
    let end = ContinuousClock.now + .seconds(20)
    while !condition() {
        guard .now < end else { throw BrokerError(.timedOut, "what was waited for did not come") }
        try await Task.sleep(for: .milliseconds(5))
    }
}
