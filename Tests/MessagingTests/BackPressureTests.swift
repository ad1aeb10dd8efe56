import Testing

@testable import Messaging

struct BackPressureTests {
    @Test func callersBeyondTheBudgetWaitForTheirTurn() async throws {
        let budget = PublishBudget(messages: 10, bytes: 1_000_000)
        let message = try PrivateNames().message()
        let five = PublishBudget.Load(Array(repeating: message, count: 5))
        #expect(await budget.enter(five))
        #expect(await budget.enter(five))
        let third = Task { await budget.enter(five) }
        let fourth = Task { await budget.enter(five) }
        fourth.cancel()
        #expect(await fourth.value == false)
        budget.leave(five)
        #expect(await third.value)
    }

    @Test func bytesCountTooAndWhatIsLargerThanTheWholeGoesAlone() async throws {
        let budget = PublishBudget(messages: 1_000, bytes: 10_000)
        let names = try PrivateNames()
        let large = PublishBudget.Load([names.message(size: 50_000)])
        let small = PublishBudget.Load([names.message()])
        #expect(await budget.enter(large))
        let waiting = Task { await budget.enter(small) }
        budget.leave(large)
        #expect(await waiting.value)
        let again = Task { await budget.enter(large) }
        again.cancel()
        #expect(await again.value == false)
        budget.leave(small)
        #expect(await budget.enter(large))
    }

    @Test func manyCallersGetThroughATightBudget() async throws {
        let names = try PrivateNames()
        try await names.broker.declare(names.topology, prefix: names.prefix)
        let tight = try PrivateNames.broker(pendingMessages: 20)
        await withTaskGroup(of: Bool.self) { group in
            for caller in 0..<60 {
                group.addTask { await tight.publish((0..<10).map { names.message(caller * 10 + $0) }).allSatisfy { $0.isConfirmed } }
            }
            for await confirmed in group { #expect(confirmed) }
        }
        let taken = try await names.take(600, from: names.queueName)
        #expect(Set(taken.map(\.number)) == Set(0..<600))
        await tight.close()
        await names.broker.close()
        try await names.delete()
    }
}
