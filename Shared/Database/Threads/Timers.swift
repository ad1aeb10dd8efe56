/// What is to be done at certain times. Few at once: a sorted list.
struct Timers {
    struct ID: Sendable {
        fileprivate let number: Int
    }

    private struct Timer {
        let number: Int
        let due: ContinuousClock.Instant
        let action: @Sendable () -> Void
    }

    private var timers: [Timer] = []
    private var next = 0

    mutating func add(at due: ContinuousClock.Instant, _ action: @escaping @Sendable () -> Void) -> ID {
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
        guard let first = timers.first else { return -1 }
        let parts = (first.due - .now).components
        let milliseconds = parts.seconds * 1_000 + parts.attoseconds / 1_000_000_000_000_000
        return Int32(max(0, min(milliseconds + 1, 3_600_000)))
    }

    /// Removes what is due, and returns it.
    mutating func takeDue() -> [@Sendable () -> Void] {
        guard let first = timers.first else { return [] }
        let now = ContinuousClock.now
        guard first.due <= now else { return [] }
        let due = timers.prefix { $0.due <= now }
        timers.removeFirst(due.count)
        return due.map(\.action)
    }
}
