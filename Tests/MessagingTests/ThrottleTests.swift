import Messaging
import Synchronization
import Testing

struct ThrottleTests {
    @Test func aNarrowConsumerHandlesOneMessageAtATimeUntilItIsWidened() async throws {
        try await PrivateNames.declared { names in
            _ = await names.broker.publish((0..<120).map { names.message($0, lane: "\($0 % 8)") })
            let throttle = Throttle()
            throttle.narrow()
            let active = Mutex((now: 0, most: 0, handled: 0))
            let consuming = Task {
                try await names.broker.consume(
                    names.queueName, prefetch: 100, workers: 4, atMost: 10, throttle: throttle
                ) { batch in
                    active.withLock { $0 = ($0.now + batch.count, max($0.most, $0.now + batch.count), $0.handled) }
                    try? await Task.sleep(for: .milliseconds(1))
                    active.withLock { $0 = ($0.now - batch.count, $0.most, $0.handled + batch.count) }
                    return batch.map { _ in .ack }
                }
            }
            try await until { active.withLock { $0.handled >= 20 } }
            #expect(throttle.isNarrow)
            #expect(active.withLock { $0.most } == 1)
            throttle.widen()
            try await until { active.withLock { $0.handled == 120 } }
            #expect(active.withLock { $0.most } > 1)
            consuming.cancel()
            _ = await consuming.result
        }
    }

    @Test func itHoldsForDeliveriesOneByOneTooAndWaitingEndsWithTheTask() async throws {
        try await PrivateNames.declared { names in
            _ = await names.broker.publish((0..<10).map { names.message($0) })
            let throttle = Throttle()
            throttle.narrow()
            let active = Mutex((now: 0, most: 0))
            let taken = try await names.take(5, from: names.queueName, throttle: throttle) { _ in
                active.withLock { $0 = ($0.now + 1, max($0.most, $0.now + 1)) }
                await Task.yield()
                active.withLock { $0.now -= 1 }
                return .ack
            }
            #expect(taken.count == 5)
            #expect(active.withLock { $0.most } == 1)
        }
    }
}
