// Whose `stat` is depends on what else the compiler has loaded.
import CoreFoundation
import Foundation

/// The user `caunoi`, as whom everything runs when root starts it: PostgreSQL refuses root, and nothing here needs it.
struct UnprivilegedUser: Sendable {
    static let name = "caunoi"

    let uid: uid_t
    let gid: gid_t

    /// The user, made where it is missing; nil where we are not root and so stay who we are.
    static func forRoot() async throws -> UnprivilegedUser? {
        guard geteuid() == 0 else { return nil }
        if let user = find() { return user }
        try await Tool(
            executable: "/usr/sbin/useradd",
            arguments: [
                "--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent", "--shell", "/usr/sbin/nologin", name,
            ],
            environment: ["PATH": "/usr/sbin:/usr/bin:/sbin:/bin"]
        ).run()
        guard let user = find() else { throw LaunchError("the user \(name) could not be made") }
        return user
    }

    /// The owner of a file, so that root can act on a data folder as the user it was handed to; nil where we are not root.
    static func owner(of path: String) -> UnprivilegedUser? {
        var information = stat()
        guard geteuid() == 0, lstat(path, &information) == 0, information.st_uid != 0 else { return nil }
        return UnprivilegedUser(uid: information.st_uid, gid: information.st_gid)
    }

    /// Becomes this user for good: groups first, then the group, then the user.
    func become() throws {
        guard initgroups(Self.name, gid) == 0, setgid(gid) == 0, setuid(uid) == 0, getuid() == uid, geteuid() == uid else {
            throw LaunchError("could not become the user \(Self.name): \(systemReason(errno))")
        }
    }

    /// Hands a folder and all that is in it to this user; links are not followed.
    func takeOver(_ path: String) throws {
        try own(path)
        guard let content = FileManager.default.enumerator(atPath: path) else { return }
        for case let name as String in content { try own("\(path)/\(name)") }
    }

    private func own(_ path: String) throws {
        var information = stat()
        guard lstat(path, &information) == 0 else { return }
        if information.st_uid == uid, information.st_gid == gid { return }
        guard lchown(path, uid, gid) == 0 else {
            throw LaunchError("\(path) cannot be handed to the user \(Self.name): \(systemReason(errno))")
        }
    }

    private static func find() -> UnprivilegedUser? {
        guard let entry = getpwnam(name) else { return nil }
        return UnprivilegedUser(uid: entry.pointee.pw_uid, gid: entry.pointee.pw_gid)
    }
}

extension UnprivilegedUser {
    /// Checks, as the present user, that every folder above `path` can be crossed; throws `LaunchError` naming the first that cannot.
    static func checkReach(_ path: String) throws {
        var sofar = ""
        for part in path.split(separator: "/").dropLast() {
            sofar += "/\(part)"
            guard access(sofar, X_OK) == 0 else {
                let who = getpwuid(geteuid()).map { String(cString: $0.pointee.pw_name) } ?? "\(geteuid())"
                throw LaunchError(
                    "the folder \(sofar) cannot be crossed by the user \(who), as whom everything runs, on the way to \(path)",
                    remedy: "allow it (chmod o+x \(sofar)), or move: the data with --data, the programs by building elsewhere")
            }
        }
    }
}
