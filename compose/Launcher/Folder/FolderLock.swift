import Foundation

/// The lock that decides who runs a data folder: held by the supervisor as long as it lives, let go by the system when it dies.
final class FolderLock {
    private let descriptor: Int32

    private init(descriptor: Int32) {
        self.descriptor = descriptor
    }

    /// Takes the lock; nil where another holds it.
    static func take(_ folder: DataFolder) throws -> FolderLock? {
        let descriptor = open(folder.lock, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw LaunchError("the lock \(folder.lock) cannot be opened: \(systemReason(errno))") }
        if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return FolderLock(descriptor: descriptor) }
        let code = errno
        close(descriptor)
        guard code == EWOULDBLOCK else { throw LaunchError("the lock \(folder.lock) cannot be taken: \(systemReason(code))") }
        return nil
    }

    /// Takes it as soon as its holder lets go, `limit` at most; nil where that does not happen.
    static func wait(_ folder: DataFolder, limit: Duration) async throws -> FolderLock? {
        let end = ContinuousClock.now + limit
        while ContinuousClock.now < end {
            if let lock = try take(folder) { return lock }
            try await Task.sleep(for: .milliseconds(50))
        }
        return nil
    }

    deinit { close(descriptor) }
}
