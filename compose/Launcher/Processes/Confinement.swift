import CLinux
// Whose `stat` is depends on what else the compiler has loaded.
import CoreFoundation
import Foundation
import Synchronization

/// What a program may read and change of the machine's files, held by the kernel (Landlock; Linux 5.13, landlock(7)). All parts run as one user; none
/// reaches the secrets of another for all that (OWASP ASVS 5.0, V13.3.2). Who is confined looks into no process outside of it either: neither its memory
/// nor its environment.
struct Confinement: Sendable, Equatable {
    /// Files and folders, with all that lies in them; what is not there is passed over.
    var readable: [String] = []
    /// Folders, made where they are missing, with all that lies in them.
    var writable: [String] = []

    /// What programs need wherever they run: the system's own, its settings and devices, and the libraries that we run with ourselves.
    static let machine =
        ["/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/etc", "/dev", "/proc", "/run", "/sys", "/var/cache/fontconfig"]
        + ownLibraries

    /// What to allow, so that a file can be read that is put in its place anew at any time: its folder, and the folder that a link leads to.
    /// - Parameter secrets: a folder that is never opened on the way; where it lies beneath, the file is allowed as it is now, and no other.
    static func places(of file: String, hiding secrets: String? = nil) -> [String] {
        let names = Set([file, URL(fileURLWithPath: file).resolvingSymlinksInPath().path])
        return names.sorted().map { name in
            let folder = URL(fileURLWithPath: name).deletingLastPathComponent().path
            return secrets.map { lies($0, in: folder) } == true ? name : folder
        }
    }

    /// Whether a file lies in a folder, or in one of that folder's.
    static func lies(_ file: String, in folder: String) -> Bool { "\(file)/".hasPrefix(folder.hasSuffix("/") ? folder : "\(folder)/") }

    /// Whether the kernel confines at all.
    static var isPossible: Bool { version > 0 }

    /// Starts a program from a thread that is confined first, as the kernel hands it on.
    /// - Parameter start: what is done on that thread.
    func whileHeld<Value: Sendable>(_ start: @escaping @Sendable () throws -> Value) throws -> Value {
        guard Self.isPossible else { return try start() }
        for path in writable {
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        }
        let outcome = Outcome<Value>()
        let thread = Thread {
            outcome.settle(
                Result {
                    try enter()
                    return try start()
                })
        }
        thread.start()
        return try outcome.value()
    }

    /// Holds the calling thread to it for good.
    private func enter() throws {
        let rights = Rights(version: Self.version)
        let rules = caunoi_landlock_ruleset(rights.all)
        guard rules >= 0 else { throw LaunchError("no Landlock rules: \(systemReason(errno))") }
        defer { close(rules) }
        for path in readable { try allow(Rights.reading, at: path, in: rules) }
        for path in writable { try allow(rights.all, at: path, in: rules) }
        for path in ["/dev/null", "/dev/zero", "/dev/full"] { try allow(rights.all, at: path, in: rules) }
        guard caunoi_landlock_enter(rules) == 0 else { throw LaunchError("not confined by Landlock: \(systemReason(errno))") }
    }

    private func allow(_ rights: UInt64, at path: String, in rules: Int32) throws {
        let place = open(path, caunoi_path_only | O_CLOEXEC)
        guard place >= 0 else { return }
        defer { close(place) }
        var found = stat()
        guard fstat(place, &found) == 0 else { return }
        let allowed = found.st_mode & S_IFMT == S_IFDIR ? rights : rights & Rights.ofFiles
        guard caunoi_landlock_allow(rules, place, allowed) == 0 else {
            throw LaunchError("Landlock does not take \(path): \(systemReason(errno))")
        }
    }

    /// 0 where the kernel has none.
    private static let version = max(0, caunoi_landlock_version())

    /// The folders of the shared libraries that this program has loaded: Swift's may lie anywhere.
    private static let ownLibraries: [String] = {
        let files = KernelFile.text("/proc/self/maps").split(separator: "\n").compactMap { line in
            line.firstIndex(of: "/").map { String(line[$0...]) }
        }
        return Set(files.filter { $0.contains(".so") }.map { URL(fileURLWithPath: $0).deletingLastPathComponent().path }).sorted()
    }()
}

/// The ways of reaching files that a version of Landlock knows, a bit each; those that it does not know stay free.
private struct Rights {
    let all: UInt64
    static let reading = LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR
    /// What means something at a file; the others are about folders. Truncating came with version 3, after Debian 12's headers.
    static let ofFiles = LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_READ_FILE | truncating
    private static let truncating: UInt64 = 1 << 14

    /// Version 1 has thirteen, 2 adds moving from folder to folder (which cannot be allowed before), 3 truncating.
    init(version: Int32) {
        all = (1 << UInt64(12 + min(version, 3))) - 1
    }
}

/// What came of a thread's work, for the one who waits for it.
private final class Outcome<Value: Sendable>: Sendable {
    private let settled = DispatchSemaphore(value: 0)
    private let result = Mutex<Result<Value, any Error>>(.failure(CancellationError()))

    func settle(_ result: Result<Value, any Error>) {
        self.result.withLock { $0 = result }
        settled.signal()
    }

    func value() throws -> Value {
        settled.wait()
        return try result.withLock { $0 }.get()
    }
}
