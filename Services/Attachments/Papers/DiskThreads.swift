import NIOPosix

/// Threads for calls that wait for the disk, so that none of them holds up the threads of Swift's concurrency.
final class DiskThreads: Sendable {
    private let pool: NIOThreadPool

    init(count: Int = 8) {
        pool = NIOThreadPool(numberOfThreads: count)
        pool.start()
    }

    deinit {
        pool.shutdownGracefully { _ in }
    }

    func run<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
        try await pool.runIfActive(work)
    }
}
