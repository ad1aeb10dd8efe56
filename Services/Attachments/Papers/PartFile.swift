import Foundation
import Glibc
import NIOCore

/// The file of an upload under way, locked: the kernel lets one holder in at a time, over all copies of the service on the folder, and lets go
/// of the lock when a process dies, however it dies.
final class PartFile: Sendable {
    let path: String
    private let descriptor: Int32
    private let disk: DiskThreads

    /// Nil where another holds it. Throws ``DiskError``, with `ENOENT` where the file is missing and was not to be made.
    static func open(_ path: String, create: Bool, disk: DiskThreads) async throws -> PartFile? {
        try await disk.run {
            let flags = O_RDWR | O_CLOEXEC | O_NOFOLLOW | (create ? O_CREAT : 0)
            let descriptor = Glibc.open(path, flags, 0o600)
            guard descriptor >= 0 else { throw DiskError("open", path) }
            let file = PartFile(path: path, descriptor: descriptor, disk: disk)
            if flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
                if errno == EWOULDBLOCK { return nil }
                throw DiskError("lock", path)
            }
            return file
        }
    }

    private init(path: String, descriptor: Int32, disk: DiskThreads) {
        self.path = path
        self.descriptor = descriptor
        self.disk = disk
    }

    deinit {
        close(descriptor)
    }

    /// Bytes.
    func size() async throws -> Int {
        try await disk.run { [self] in
            try FileReading.size(descriptor, path: path)
        }
    }

    /// Cuts off what lies beyond `size`.
    func truncate(to size: Int) async throws {
        try await disk.run { [self] in
            guard ftruncate(descriptor, off_t(size)) == 0 else { throw DiskError("truncate", path) }
        }
    }

    func write(_ bytes: ByteBuffer, at offset: Int) async throws {
        try await disk.run { [self] in
            try bytes.withUnsafeReadableBytes { source in
                var done = 0
                while done < source.count {
                    let count = pwrite(descriptor, source.baseAddress.map { $0 + done }, source.count - done, off_t(offset + done))
                    if count < 0, errno == EINTR { continue }
                    guard count > 0 else { throw DiskError("write", path) }
                    done += count
                }
            }
        }
    }

    /// Returns once the disk itself has all that was written.
    func sync() async throws {
        try await disk.run { [self] in
            guard fsync(descriptor) == 0 else { throw DiskError("sync", path) }
        }
    }

    /// Up to `count` bytes from `offset`; fewer only at the end.
    func read(_ count: Int, at offset: Int) async throws -> ByteBuffer {
        try await disk.run { [self] in try FileReading.read(descriptor, count, at: offset, path: path) }
    }
}

/// Reading from a descriptor.
enum FileReading {
    /// Bytes. Moves the descriptor's own position, which nothing here uses.
    static func size(_ descriptor: Int32, path: String) throws -> Int {
        let end = lseek(descriptor, 0, SEEK_END)
        guard end >= 0 else { throw DiskError("seek", path) }
        return Int(end)
    }

    static func read(_ descriptor: Int32, _ count: Int, at offset: Int, path: String) throws -> ByteBuffer {
        var buffer = ByteBufferAllocator().buffer(capacity: count)
        while buffer.readableBytes < count {
            let missing = count - buffer.readableBytes
            let place = off_t(offset + buffer.readableBytes)
            let got = buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: missing) { target in
                max(0, pread(descriptor, target.baseAddress, missing, place))
            }
            if got == 0 { break }
        }
        return buffer
    }
}
