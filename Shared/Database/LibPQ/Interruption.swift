import Synchronization

/// Nobody wants any more what is done for a transaction: one for all of its statements, as to watch a task anew costs a tenth of a statement.
final class Interruption: Sendable {
    private let wanted = Atomic<Bool>(false)
    /// Whose cancellation brings it: where it lies, to be compared. It is there for as long as the transaction.
    private let task: UInt?

    /// For what the task does that runs now.
    init() {
        task = Self.currentTask
    }

    var isWanted: Bool { wanted.load(ordering: .acquiring) }

    /// Whether it comes when the task that runs now is cancelled: a child task may be cancelled alone.
    var watchesThisTask: Bool { task == Self.currentTask }

    func come() {
        wanted.store(true, ordering: .releasing)
    }

    private static var currentTask: UInt? { withUnsafeCurrentTask { $0.map { unsafeBitCast($0, to: UInt.self) } } }
}
