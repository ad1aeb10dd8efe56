import Foundation
import Messaging
import Models
import Testing

struct PublishingTests {
    @Test func tenThousandMessagesAreConfirmedAThousandAtATime() async throws {
        try await PrivateNames.declared { names in
            for start in stride(from: 0, to: 10_000, by: 1_000) {
                let outcomes = await names.broker.publish((start..<start + 1_000).map { names.message($0) })
                #expect(outcomes.count == 1_000)
                #expect(outcomes.allSatisfy { $0.isConfirmed })
            }
            let taken = try await names.take(10_000, from: names.queueName, prefetch: 500)
            #expect(Set(taken.map(\.number)) == Set(0..<10_000))
        }
    }

    @Test func callersSideBySideEachGetTheirOwnOutcomes() async throws {
        try await PrivateNames.declared { names in
            await withTaskGroup(of: (Int, [PublishOutcome]).self) { group in
                for caller in 0..<50 {
                    let name = caller.isMultiple(of: 2) ? PrivateNames.bound : PrivateNames.unbound
                    group.addTask { (caller, await names.broker.publish((0..<3).map { names.message($0, name: name) })) }
                }
                for await (caller, outcomes) in group {
                    #expect(outcomes.count == 3)
                    #expect(outcomes.allSatisfy { $0.isConfirmed == caller.isMultiple(of: 2) })
                }
            }
        }
    }

    @Test func whatNobodyWantsComesBack() async throws {
        try await PrivateNames.declared { names in
            let outcomes = await names.broker.publish([
                names.message(1), names.message(2, name: PrivateNames.unbound), names.message(3),
            ])
            #expect(outcomes == [.confirmed, .returned("NO_ROUTE (312)"), .confirmed])
        }
    }

    @Test func aFaultyMessageFailsAloneAndTheChannelComesBack() async throws {
        try await PrivateNames.declared { names in
            var batch = (0..<100).map { names.message($0) }
            batch[40] = names.message(40, exchange: "no.such.exchange")
            batch[41].routingKey = String(repeating: "x", count: 300)
            batch[42] = names.message(42, name: PrivateNames.unbound)
            batch[43].headers["huge"] = .string(String(repeating: "x", count: 200_000))
            let outcomes = await names.broker.publish(batch)
            for (index, outcome) in outcomes.enumerated() {
                switch (index, outcome) {
                case (40, .refused(let reason)): #expect(reason.contains("no.such.exchange"))
                case (41, .refused(let reason)): #expect(reason.contains("255 bytes"))
                case (42, .returned): break
                case (43, .refused(let reason)): #expect(reason.contains("headers"))
                default: #expect(outcome == .confirmed, "message \(index)")
                }
            }
            #expect(await names.broker.publish([names.message()]) == [.confirmed])
        }
    }

    /// rabbitmq-c marks a full last frame "more follows": unpushed, the kernel holds it for 200 ms.
    @Test(arguments: [131_064, 262_128]) func aBodyOfWholeFramesIsNotHeldBack(size: Int) async throws {
        try await PrivateNames.declared { names in
            _ = await names.broker.publish([names.message()])
            // Held back, none of them would take less than 200 ms, however often one tries; on a busy machine some take longer anyway.
            var (sent, isPrompt) = (0, false)
            while sent < 50, !isPrompt {
                let start = ContinuousClock.now
                #expect(await names.broker.publish([names.message(size: size)]) == [.confirmed])
                isPrompt = .now - start < .milliseconds(190)
                sent += 1
            }
            #expect(isPrompt)
            let taken = try await names.take(1 + sent, from: names.queueName)
            #expect(taken.filter { $0.body.count == size }.count == sent)
        }
    }

    @Test func anEmptyBodyArrives() async throws {
        try await PrivateNames.declared { names in
            #expect(await names.broker.publish([names.message(size: 0)]) == [.confirmed])
            let taken = try await names.take(1, from: names.queueName)
            #expect(taken.first?.body.isEmpty == true)
        }
    }

    @Test func propertiesAndHeadersArrive() async throws {
        try await PrivateNames.declared { names in
            var message = names.message(7, lane: "Nguyễn Thị Bưởi")
            message.headers["traceparent"] = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
            message.headers["urgent"] = true
            message.body = Data(#"{"tên":"Lò Văn Păn"}"#.utf8)
            #expect(await names.broker.publish([message]) == [.confirmed])
            let delivery = try #require(try await names.take(1, from: names.queueName).first)
            #expect(delivery.id == message.id)
            #expect(delivery.type == message.type)
            #expect(delivery.timestamp == message.timestamp)
            #expect(delivery.headers == message.headers)
            #expect(delivery.body == message.body)
            #expect(delivery.lane == "Nguyễn Thị Bưởi")
            #expect(delivery.routingKey == PrivateNames.bound.rawValue)
            #expect(delivery.queue == names.queueName)
            #expect(!delivery.redelivered)
            #expect(delivery.deliveryCount == 0)
        }
    }

    @Test func withoutABrokerAMessageFailsWhenPatienceIsOver() async throws {
        let broker = try PrivateNames.broker(url: "amqp://guest:guest@127.0.0.1:1/", patience: .milliseconds(300))
        let message = try PrivateNames().message()
        guard case .failed(let reason)? = await broker.publish([message]).first else {
            Issue.record("it did not fail")
            return
        }
        #expect(reason.contains("127.0.0.1:1"))
        #expect(!broker.isConnected)
        await broker.close()
    }

    @Test func aCancelledCallerGivesUpAtOnce() async throws {
        let broker = try PrivateNames.broker(url: "amqp://guest:guest@127.0.0.1:1/")
        let message = try PrivateNames().message()
        let publishing = Task { await broker.publish([message]) }
        publishing.cancel()
        #expect(await publishing.value == [.failed("Cancelled.")])
        await broker.close()
        #expect(await broker.publish([message]).first?.isConfirmed == false)
    }
}
