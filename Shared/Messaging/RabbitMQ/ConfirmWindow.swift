/// What was published on a channel and not yet answered, by the number the broker counts it under (1, 2, 3 …).
/// The answers come out of order, and one may stand for all numbers up to it.
struct ConfirmWindow<Element> {
    private var slots: [Element?] = []
    /// Index of the oldest unanswered one.
    private var head = 0
    /// The number of `slots[head]`.
    private var oldest: UInt64 = 1
    /// How many are unanswered.
    private(set) var count = 0

    var isEmpty: Bool { count == 0 }

    mutating func append(_ element: Element) {
        slots.append(element)
        count += 1
    }

    /// Takes out what an answer is for, in order of sending. A number that is not (or no more) there takes out nothing.
    mutating func settle(_ tag: UInt64, multiple: Bool) -> [Element] {
        // Tag 0 with `multiple` is "all" (AMQP 0-9-1, basic.ack).
        let last = multiple && tag == 0 ? slots.count - 1 : position(of: tag)
        guard last >= head, last < slots.count else { return [] }
        var settled: [Element] = []
        for index in (multiple ? head : last)...last {
            guard let element = slots[index] else { continue }
            settled.append(element)
            slots[index] = nil
            count -= 1
        }
        advance()
        return settled
    }

    /// Changes the oldest element that satisfies `condition`.
    mutating func updateFirst(where condition: (Element) -> Bool, _ change: (inout Element) -> Void) {
        for index in head..<slots.count {
            guard var element = slots[index], condition(element) else { continue }
            change(&element)
            slots[index] = element
            return
        }
    }

    /// Takes out everything, in order of sending, and starts counting anew, as a new channel does.
    mutating func reset() -> [Element] {
        defer { self = ConfirmWindow() }
        return slots[head...].compactMap { $0 }
    }

    private func position(of tag: UInt64) -> Int {
        tag < oldest ? -1 : head + Int(clamping: tag - oldest)
    }

    private mutating func advance() {
        while head < slots.count, slots[head] == nil {
            head += 1
            oldest += 1
        }
        if head > 1_024, head > slots.count / 2 {
            slots.removeFirst(head)
            head = 0
        }
    }
}
