import Synchronization

/// Nobody wants any more what is done for a transaction: one for all of its statements, as to watch a task anew costs a tenth of a statement.
final class Interruption: Sendable {
    private let wanted = Atomic<Bool>(false)
    /// Whose cancellation brings it; kept to be compared, and asked for nothing.
    private nonisolated(unsafe) let task: UnsafeCurrentTask?

    /// For what the task does that runs now.
    init() {
        task = withUnsafeCurrentTask { $0 }
    }

    var isWanted: Bool { wanted.load(ordering: .acquiring) }

    /// Whether it comes when the task that runs now is cancelled: a child task may be cancelled alone.
    var watchesThisTask: Bool { withUnsafeCurrentTask { $0 == task } }

    func come() {
        wanted.store(true, ordering: .releasing)
    }
}
