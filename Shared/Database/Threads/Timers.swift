/// What is to be done at certain times. Few at once: a sorted list.
struct Timers {
    struct ID: Sendable {
        fileprivate let number: Int
    }

    private struct Timer {
        let number: Int
        let due: Moment
        let action: @Sendable () -> Void
    }

    private var timers: [Timer] = []
    private var next = 0

    mutating func add(at due: Moment, _ action: @escaping @Sendable () -> Void) -> ID {
        next += 1
        let index = timers.firstIndex { $0.due > due } ?? timers.count
        timers.insert(Timer(number: next, due: due, action: action), at: index)
        return ID(number: next)
    }

    mutating func remove(_ id: ID) {
        timers.removeAll { $0.number == id.number }
    }

    /// Rounded up; −1 where there is none.
    var millisecondsToNext: Int32 {
        guard !timers.isEmpty else { return -1 }
        return Int32(max(0, min(timers[0].due.nanoseconds(since: .now) / 1_000_000 + 1, 3_600_000)))
    }

    /// Removes what is due, and returns it.
    mutating func takeDue() -> [@Sendable () -> Void] {
        guard !timers.isEmpty else { return [] }
        let now = Moment.now
        guard timers[0].due <= now else { return [] }
        let due = timers.prefix { $0.due <= now }
        timers.removeFirst(due.count)
        return due.map(\.action)
    }
}
