import Messaging
import Synchronization
import Testing

struct ExecutorTests {
    @Test func aTaskThatPrefersTheConnectionsThreadPublishesAndConsumesThere() async throws {
        try await PrivateNames.declared { names in
            await withTaskExecutorPreference(names.broker.publishing) {
                for number in 0..<50 { #expect(await names.broker.publish([names.message(number)]) == [.confirmed]) }
            }
            let taken = try await withTaskExecutorPreference(names.broker.consuming) { try await names.take(50, from: names.queueName) }
            #expect(taken.map(\.number).sorted() == Array(0..<50))
        }
    }

    @Test func withoutAConnectionItGoesOnElsewhere() async throws {
        let broker = try PrivateNames.broker(url: "amqp://guest:guest@127.0.0.1:1/", patience: .milliseconds(300))
        let message = try PrivateNames().message()
        let outcomes = await withTaskExecutorPreference(broker.publishing) { await broker.publish([message]) }
        #expect(outcomes.first?.isConfirmed == false)
        await broker.close()
        let after = await withTaskExecutorPreference(broker.publishing) { await broker.publish([message]) }
        #expect(after == [.failed("The broker's connection was closed.")])
    }

    @Test func itGoesOnOverTheLossOfTheConnection() async throws {
        let address = try PrivateNames.address()
        let line = try Line(to: address)
        try await PrivateNames.declared(url: line.url(address)) { names in
            await withTaskExecutorPreference(names.broker.publishing) {
                #expect(await names.broker.publish([names.message(1)]) == [.confirmed])
                line.cut()
                line.mend()
                while await names.broker.publish([names.message(2)]) != [.confirmed] { await Task.yield() }
                #expect(line.accepted >= 3)
            }
        }
        line.close()
    }
}
