import Testing

@testable import Messaging

struct SettlementWindowTests {
    private func window(_ count: Int) -> SettlementWindow {
        var window = SettlementWindow()
        for _ in 0..<count { window.deliver() }
        return window
    }

    private func flushed(_ window: inout SettlementWindow) -> [String] {
        window.flush().map { "\($0.tag)\($0.multiple ? "+" : "")" }
    }

    private func reject(_ window: inout SettlementWindow, _ tag: UInt64) -> Bool {
        window.reject(tag)
    }

    @Test func oneAcknowledgementCoversARun() {
        var window = window(4)
        for tag in [3, 1, 2] as [UInt64] { window.acknowledge(tag) }
        #expect(flushed(&window) == ["3+"])
        #expect(!window.isDirty)
    }

    @Test func aSlowDeliveryDoesNotHoldUpTheOthers() {
        var window = window(4)
        window.acknowledge(2)
        window.acknowledge(4)
        #expect(flushed(&window) == ["2", "4"])
        window.acknowledge(1)
        #expect(flushed(&window) == ["1"])
        window.acknowledge(3)
        #expect(flushed(&window) == ["3"])
    }

    @Test func anAcknowledgementNeverNamesARejectedDelivery() {
        var window = window(3)
        window.acknowledge(1)
        #expect(reject(&window, 2))
        #expect(flushed(&window) == ["1"])
        #expect(reject(&window, 2) == false)
        window.acknowledge(2)
        window.acknowledge(3)
        #expect(flushed(&window) == ["3"])
    }

    @Test func unknownTagsChangeNothing() {
        var window = window(1)
        window.acknowledge(7)
        window.acknowledge(0)
        #expect(flushed(&window) == [])
        #expect(reject(&window, 2) == false)
    }

    @Test func countingGoesOnOverManyThousands() {
        var window = SettlementWindow()
        for tag in UInt64(1)...5_000 {
            window.deliver()
            window.acknowledge(tag)
            #expect(flushed(&window) == ["\(tag)"])
        }
    }
}
