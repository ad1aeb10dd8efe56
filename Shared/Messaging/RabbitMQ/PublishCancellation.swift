import Synchronization

/// Set when a publishing task is cancelled, perhaps before the connection's thread has seen its call.
final class PublishCancellation: Sendable {
    private let flag = Atomic<Bool>(false)

    var isCancelled: Bool { flag.load(ordering: .acquiring) }

    func cancel() {
        flag.store(true, ordering: .releasing)
    }
}
