/// The deliveries of one channel that the broker still waits to hear about, by delivery tag (1, 2, 3 … on each channel).
/// Turns what is finished, in whatever order, into as few acknowledgements as possible.
struct SettlementWindow {
    private enum State {
        case open
        /// To be acknowledged with the next ``flush()``.
        case acked
        /// The broker was told.
        case told
    }

    private var states: [State] = []
    private var head = 0
    /// The tag of `states[head]`.
    private var oldest: UInt64 = 1
    /// Those that were acked since the last flush.
    private var fresh: [UInt64] = []

    /// Whether there is something to tell.
    var isDirty: Bool { !fresh.isEmpty }

    /// The next tag was delivered.
    mutating func deliver() {
        states.append(.open)
    }

    mutating func acknowledge(_ tag: UInt64) {
        guard mark(tag, .acked) else { return }
        fresh.append(tag)
    }

    /// False when there is nothing (more) to reject under this tag.
    mutating func reject(_ tag: UInt64) -> Bool {
        mark(tag, .told)
    }

    /// The acknowledgements that tell the broker all that is new: one for everything up to the oldest open one, and one each for the others.
    mutating func flush() -> [(tag: UInt64, multiple: Bool)] {
        var acknowledgements: [(tag: UInt64, multiple: Bool)] = []
        var last: UInt64?
        var covered = 0
        while head < states.count, states[head] != .open {
            if states[head] == .acked {
                last = oldest
                covered += 1
            }
            head += 1
            oldest += 1
        }
        if let last { acknowledgements.append((last, covered > 1)) }
        for tag in fresh where tag >= oldest {
            states[head + Int(tag - oldest)] = .told
            acknowledgements.append((tag, false))
        }
        fresh.removeAll(keepingCapacity: true)
        if head > 1_024, head > states.count / 2 {
            states.removeFirst(head)
            head = 0
        }
        return acknowledgements
    }

    private mutating func mark(_ tag: UInt64, _ state: State) -> Bool {
        guard tag >= oldest, tag - oldest < UInt64(states.count - head) else { return false }
        let index = head + Int(tag - oldest)
        guard states[index] == .open else { return false }
        states[index] = state
        return true
    }
}
