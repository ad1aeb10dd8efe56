import Glibc
import NIOCore

/// The content of a paper, open for reading; it stays readable while it is held.
final class StoredFile: Sendable {
    /// Bytes.
    let size: Int
    private let path: String
    private let descriptor: Int32
    private let disk: DiskThreads

    /// Throws ``DiskError``.
    static func open(_ path: String, disk: DiskThreads) async throws -> StoredFile {
        try await disk.run {
            let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
            guard descriptor >= 0 else { throw DiskError("open", path) }
            do {
                let size = try FileReading.size(descriptor, path: path)
                return StoredFile(path: path, descriptor: descriptor, size: size, disk: disk)
            } catch {
                close(descriptor)
                throw error
            }
        }
    }

    private init(path: String, descriptor: Int32, size: Int, disk: DiskThreads) {
        self.path = path
        self.descriptor = descriptor
        self.size = size
        self.disk = disk
    }

    deinit {
        close(descriptor)
    }

    /// Up to `count` bytes from `offset`; fewer only at the end.
    func read(_ count: Int, at offset: Int) async throws -> ByteBuffer {
        try await disk.run { [self] in try FileReading.read(descriptor, count, at: offset, path: path) }
    }
}
