import CLinux
import Glibc

/// Wakes a connection's thread out of its `poll`: an eventfd.
final class Wake: Sendable {
    /// Readable once ``signal()`` was called, until ``clear()``.
    let descriptor: Int32

    init() {
        descriptor = eventfd(0, caunoi_eventfd_flags)
        precondition(descriptor >= 0, "no descriptor is left for an eventfd (errno \(errno))")
    }

    deinit {
        close(descriptor)
    }

    func signal() {
        var one: UInt64 = 1
        // It can fail only when the counter is full, and then the thread is being woken already.
        _ = write(descriptor, &one, MemoryLayout<UInt64>.size)
    }

    func clear() {
        var count: UInt64 = 0
        _ = read(descriptor, &count, MemoryLayout<UInt64>.size)
    }
}
