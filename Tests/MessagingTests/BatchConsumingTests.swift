import Messaging
import Synchronization
import Testing

struct BatchConsumingTests {
    @Test func aLaneStaysWithOneWorkerInOrderAndBatchesAreBounded() async throws {
        try await PrivateNames.declared { names in
            _ = await names.broker.publish((0..<600).map { names.message($0, lane: "lane-\($0 % 12)") })
            let seen = Mutex<[String: [Int]]>([:])
            let active = Mutex<Set<String>>([])
            let largest = Mutex(0)
            try await take(600, names, workers: 4, atMost: 16) { batch in
                let lanes = Set(batch.compactMap(\.lane))
                #expect(active.withLock { $0.isDisjoint(with: lanes) })
                active.withLock { $0.formUnion(lanes) }
                try? await Task.sleep(for: .milliseconds(1))
                active.withLock { $0.subtract(lanes) }
                largest.withLock { $0 = max($0, batch.count) }
                seen.withLock { seen in
                    for delivery in batch { seen[delivery.lane ?? "", default: []].append(delivery.number) }
                }
                return batch.map { _ in .ack }
            }
            let numbers = seen.withLock { $0 }
            #expect(numbers.count == 12)
            for lane in numbers.values { #expect(lane == lane.sorted()) }
            #expect(largest.withLock { $0 } > 1)
            #expect(largest.withLock { $0 } <= 16)
            try await names.untilEmpty()
        }
    }

    @Test func eachOfABatchIsSettledOnItsOwn() async throws {
        try await PrivateNames.declared { names in
            _ = await names.broker.publish((0..<20).map { names.message($0, lane: "one") })
            try await take(20, names, workers: 1, atMost: 20) { batch in
                batch.map { $0.number.isMultiple(of: 5) ? .reject(requeue: false) : .ack }
            }
            let dead = try await names.take(4, from: names.deadName).map(\.number)
            #expect(dead.sorted() == [0, 5, 10, 15])
            try await names.untilEmpty()
        }
    }

    @Test func whatIsStaleAfterALossIsLeftOutAndComesAgain() async throws {
        let address = try PrivateNames.address()
        let line = try Line(to: address)
        try await PrivateNames.declared(url: line.url(address)) { names in
            _ = await names.broker.publish((0..<40).map { names.message($0, lane: "one") })
            let seen = Mutex<[Int]>([])
            let consuming = Task {
                try await names.broker.consume(names.queueName, prefetch: 40, workers: 2, atMost: 10) { batch in
                    let first = seen.withLock { seen in
                        seen += batch.map(\.number)
                        return seen.count == batch.count
                    }
                    if first {
                        let before = line.accepted
                        line.cut()
                        line.mend()
                        try? await until { line.accepted > before }
                    }
                    return batch.map { _ in .ack }
                }
            }
            try await until { seen.withLock { $0.last == 39 } }
            try await names.untilEmpty()
            consuming.cancel()
            _ = await consuming.result
            let numbers = seen.withLock { $0 }
            let again = try #require(numbers.lastIndex(of: 0))
            // What lay there from the old connection was not handled: the lane began again, and went through in order.
            #expect(again > 0 && again <= 10)
            #expect(Array(numbers[again...]) == Array(0..<40))
        }
        line.close()
    }

    private func take(
        _ count: Int, _ names: PrivateNames, workers: Int, atMost: Int, handle: @Sendable @escaping ([Delivery]) async -> [Disposition]
    ) async throws {
        let (stream, continuation) = AsyncStream<Int>.makeStream()
        let consuming = Task {
            try await names.broker.consume(names.queueName, prefetch: 200, workers: workers, atMost: atMost) { batch in
                let dispositions = await handle(batch)
                continuation.yield(batch.count)
                return dispositions
            }
        }
        var left = count
        for await number in stream {
            left -= number
            if left == 0 { break }
        }
        consuming.cancel()
        _ = await consuming.result
    }
}
