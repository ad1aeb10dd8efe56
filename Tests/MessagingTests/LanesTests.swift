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
        lanes.admit([received("a", 1), received("a", 2), received("b", 3), received("a", 4)])
        #expect(lanes.next()?.tag == 1)
        #expect(lanes.next()?.tag == 3)
        #expect(!lanes.hasWork)
        #expect(lanes.next() == nil)
        #expect(lanes.next(after: received("a", 1))?.tag == 2)
        #expect(lanes.next(after: received("b", 3)) == nil)
        #expect(lanes.next(after: received("a", 2))?.tag == 4)
        #expect(lanes.next(after: received("a", 4)) == nil)
        lanes.admit([received("a", 5)])
        #expect(lanes.next()?.tag == 5)
    }

    @Test func withoutALaneNothingWaits() {
        let lanes = Lanes()
        lanes.admit([received(nil, 1), received(nil, 2)])
        #expect(lanes.next()?.tag == 1)
        #expect(lanes.next()?.tag == 2)
        #expect(lanes.next(after: received(nil, 1)) == nil)
    }
}
