// Whose `stat` is depends on what else the compiler has loaded.
import CLinux
import CoreFoundation
import Foundation

/// What a program may read and change of the machine's files, held by the kernel (Landlock of version 2, Linux 5.19; landlock(7)). All parts run as one
/// user; none reads the secrets of another for all that (OWASP ASVS 5.0, V13.3.2). Nor does a confined program look into processes outside of it: into
/// their memory or their environment; from Linux 6.12 on it sends them no signals.
struct Confinement: Sendable, Equatable {
    /// Files and folders, with all that lies in them; what is not there is passed over.
    var readable: [String] = []
    /// Folders, made where they are missing, with all that lies in them.
    var writable: [String] = []

    /// What programs need wherever they run: the system's own, its settings, names of machines, and the libraries that we run with ourselves.
    static let machine =
        [
            "/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/etc", "/proc", "/sys", "/dev/random", "/dev/urandom",
            "/var/cache/fontconfig",
        ]
        + ["/run/systemd/resolve", "/run/resolvconf", "/run/NetworkManager", "/run/nscd"] + ownLibraries

    /// Devices that swallow what is written to them.
    private static let devices = ["/dev/null", "/dev/zero", "/dev/full"]

    /// Whether the kernel confines. Version 1 would keep programs from moving their own files from folder to folder.
    static var isPossible: Bool { version >= 2 }

    /// 0 where the kernel has none.
    static let version = max(0, caunoi_landlock_version())

    /// Whether a file can be read.
    func shows(_ file: String) -> Bool {
        let file = Place.resolved(file)
        return (readable + writable).contains { Place.lies(file, in: Place.resolved($0)) }
    }

    /// The rules as the kernel takes them, a descriptor for whoever calls to close; nil where there are none. Throws `LaunchError`.
    func rules() throws -> Int32? {
        guard Self.isPossible else { return nil }
        let rights = Rights(version: Self.version)
        let rules = caunoi_landlock_ruleset(rights.all, Self.version)
        guard rules >= 0 else { throw LaunchError("no Landlock rules: \(systemReason(errno))") }
        do {
            for path in readable { try allow(Rights.reading, at: path, isOptional: true, in: rules) }
            for path in writable {
                try FileManager.default.createDirectory(
                    atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
                try allow(rights.writing, at: path, in: rules)
            }
            for path in Self.devices { try allow(rights.writing, at: path, in: rules) }
        } catch {
            close(rules)
            throw error
        }
        return rules
    }

    private func allow(_ rights: UInt64, at path: String, isOptional: Bool = false, in rules: Int32) throws {
        let place = open(path, caunoi_path_only | O_CLOEXEC)
        guard place >= 0 else {
            let reason = errno
            if isOptional, [ENOENT, ENOTDIR, EACCES].contains(reason) { return }
            throw LaunchError("\(path) cannot be opened for a part: \(systemReason(reason))")
        }
        defer { close(place) }
        var found = stat()
        guard fstat(place, &found) == 0 else { throw LaunchError("\(path) cannot be looked at: \(systemReason(errno))") }
        let allowed = found.st_mode & S_IFMT == S_IFDIR ? rights : rights & Rights.ofFiles
        guard caunoi_landlock_allow(rules, place, allowed) == 0 else {
            throw LaunchError("Landlock does not take \(path): \(systemReason(errno))")
        }
    }

    /// The folders of the shared libraries that this program has loaded: Swift's may lie anywhere.
    private static let ownLibraries: [String] = {
        let files = KernelFile.text("/proc/self/maps").split(separator: "\n").compactMap { line in
            line.firstIndex(of: "/").map { String(line[$0...]) }
        }
        return Set(files.filter { $0.contains(".so") }.map(Place.folder)).sorted()
    }()
}

/// The ways of reaching files that a version of Landlock knows, a bit each; those that it does not know stay free.
private struct Rights {
    let all: UInt64
    /// What a part may do with its own files: all but start them.
    var writing: UInt64 { all & ~LANDLOCK_ACCESS_FS_EXECUTE }
    static let reading = LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR
    /// What means something at a file; the others are about folders. Truncating came with version 3, after Debian 12's headers.
    static let ofFiles = LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_READ_FILE | truncating
    private static let truncating: UInt64 = 1 << 14

    /// Version 2 has fourteen, 3 adds truncating.
    init(version: Int32) {
        all = (1 << UInt64(12 + min(version, 3))) - 1
    }
}
