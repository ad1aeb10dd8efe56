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
    /// The first one sent of those that are unanswered.
    var first: Element? { isEmpty ? nil : slots[head] }
    /// How many were sent since the first unanswered one, with it.
    var span: Int { slots.count - head }

    mutating func append(_ element: Element) {
        slots.append(element)
        count += 1
    }

    /// Takes out what an answer is for, in order of sending. A number that is not (or no more) there takes out nothing.
    mutating func settle(_ tag: UInt64, multiple: Bool, _ take: (Element) -> Void) {
        // Tag 0 with `multiple` is "all" (AMQP 0-9-1, basic.ack).
        let last = multiple && tag == 0 ? slots.count - 1 : position(of: tag)
        guard last >= head, last < slots.count else { return }
        for index in (multiple ? head : last)...last {
            guard let element = slots[index].take() else { continue }
            count -= 1
            take(element)
        }
        advance()
    }

    /// The unanswered ones, in order of sending.
    func forEach(_ body: (Element) -> Void) {
        for case let element? in slots[head...] { body(element) }
    }

    /// The oldest unanswered element that satisfies `condition`.
    func first(where condition: (Element) -> Bool) -> Element? {
        for case let element? in slots[head...] where condition(element) { return element }
        return nil
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
        slots.dropTaken(before: &head)
    }
}
