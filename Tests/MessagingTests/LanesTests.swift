import Foundation
import Testing

@testable import Messaging

struct LanesTests {
    private func received(_ lane: String?, _ tag: UInt64) -> Received {
        let delivery = Delivery(
            queue: "q", body: Data(), id: nil, type: nil, timestamp: nil, headers: lane.map { ["aggregate": .string($0)] } ?? [:],
            redelivered: false, deliveryCount: 0)
        return Received(delivery: delivery, tag: tag, epoch: 0)
    }

    @Test func oneLaneWaitsAndAnotherDoesNot() {
        let lanes = Lanes()
        #expect(lanes.admit(received("a", 1)))
        #expect(!lanes.admit(received("a", 2)))
        #expect(lanes.admit(received("b", 3)))
        #expect(!lanes.admit(received("a", 4)))
        #expect(lanes.next(after: received("a", 1))?.tag == 2)
        #expect(lanes.next(after: received("a", 2))?.tag == 4)
        #expect(lanes.next(after: received("a", 4)) == nil)
        #expect(lanes.admit(received("a", 5)))
    }

    @Test func withoutALaneNothingWaits() {
        let lanes = Lanes()
        #expect(lanes.admit(received(nil, 1)))
        #expect(lanes.admit(received(nil, 2)))
        #expect(lanes.next(after: received(nil, 1)) == nil)
    }
}
