import Testing

@testable import Messaging

struct ConfirmWindowTests {
    @Test func itsSpanTellsHowMuchWasSentSinceTheFirstUnansweredOne() {
        var window = ConfirmWindow<Int>()
        for number in 0..<10 { window.append(number) }
        window.settle(10, multiple: false) { _ in }
        #expect(window.first == 0 && window.span == 10 && window.count == 9)
        window.settle(3, multiple: true) { _ in }
        #expect(window.first == 3 && window.span == 7)
        window.settle(0, multiple: true) { _ in }
        #expect(window.first == nil && window.span == 0)
    }

    private func window(_ count: Int) -> ConfirmWindow<Int> {
        var window = ConfirmWindow<Int>()
        for number in 1...count { window.append(number) }
        return window
    }

    @Test func answersComeOutOfOrder() {
        var window = window(5)
        #expect(window.settle(4, multiple: false) == [4])
        #expect(window.settle(1, multiple: false) == [1])
        #expect(window.count == 3)
        #expect(window.settle(5, multiple: true) == [2, 3, 5])
        #expect(window.isEmpty)
    }

    @Test func oneAnswerMayStandForAllUpToIt() {
        var window = window(5)
        #expect(window.settle(3, multiple: true) == [1, 2, 3])
        #expect(window.settle(0, multiple: true) == [4, 5])
    }

    @Test func whatWasAnsweredIsNotAnsweredAgain() {
        var window = window(3)
        #expect(window.settle(2, multiple: false) == [2])
        #expect(window.settle(2, multiple: false) == [])
        #expect(window.settle(9, multiple: false) == [])
        #expect(window.settle(2, multiple: true) == [1])
        #expect(window.settle(1, multiple: true) == [])
    }

    @Test func countingGoesOnOverManyThousands() {
        var window = ConfirmWindow<UInt64>()
        for number in UInt64(1)...10_000 {
            window.append(number)
            if number.isMultiple(of: 7) { #expect(window.settle(number, multiple: true).last == number) }
        }
        #expect(window.reset() == [9_997, 9_998, 9_999, 10_000])
        window.append(1)
        #expect(window.settle(1, multiple: false) == [1])
    }
}

extension ConfirmWindow {
    fileprivate mutating func settle(_ tag: UInt64, multiple: Bool) -> [Element] {
        var settled: [Element] = []
        settle(tag, multiple: multiple) { settled.append($0) }
        return settled
    }
}
