import Foundation

/// The data folder: everything that the system keeps on this machine, and nothing else lies in it.
///
/// `lock` · `state.json` · `layout` · `secrets/` · `keys/` · `postgresql/` · `rabbitmq/` · `caddy/` · `papers/` · `mail/` · `audit/` · `log/` · `run/` · `tmp/`
struct DataFolder: Sendable {
    /// Absolute, without symbolic links.
    let path: String

    /// What `layout` holds: the version of this arrangement, and the sign that the folder is ours.
    private static let layoutVersion = "1"

    var lock: String { "\(path)/lock" }
    var state: String { "\(path)/state.json" }
    var layout: String { "\(path)/layout" }
    var passwords: String { "\(path)/secrets/passwords.json" }
    var privateKey: String { "\(path)/keys/token-signing.pem" }
    /// One that is being put in its place.
    var nextPrivateKey: String { "\(path)/keys/token-signing.next.pem" }
    var sealingKeys: String { "\(path)/keys/sealing.json" }
    /// The exported audit trail.
    var audit: String { "\(path)/audit" }
    var publicKey: String { "\(path)/keys/token-public.pem" }
    var database: String { "\(path)/postgresql" }
    var broker: String { "\(path)/rabbitmq" }
    var frontDoor: String { "\(path)/caddy" }
    var papers: String { "\(path)/papers" }
    var mail: String { "\(path)/mail" }
    var demonstration: String { "\(path)/demonstration.json" }
    var demonstrationAccounts: String { "\(path)/secrets/demo-accounts" }

    /// Where one part lays what it needs for a moment: emptied at each start.
    func temporary(_ part: String) -> String { "\(path)/tmp/\(part)" }

    /// The log of one part.
    func log(_ part: String) -> String { "\(path)/log/\(part).log" }

    /// An existing data folder. Throws `LaunchError` where there is none.
    static func existing(_ path: String) throws -> DataFolder {
        let folder = DataFolder(path: absolute(path))
        guard FileManager.default.fileExists(atPath: folder.path) else {
            throw LaunchError("there is no data folder \(folder.path)", remedy: "name it with --data, or start the system with caunoi up")
        }
        guard FileManager.default.fileExists(atPath: folder.layout) else {
            if access(folder.path, X_OK) != 0 {
                throw LaunchError(
                    "\(folder.path) belongs to another user", remedy: "run this command as root or as the user who started the system")
            }
            throw LaunchError("\(folder.path) is not a data folder of Cầu Nối")
        }
        return folder
    }

    /// Makes the folder where it is missing and refuses one that holds other things. As root, hands it to `user`.
    static func make(_ path: String, for user: UnprivilegedUser?) throws -> DataFolder {
        let folder = DataFolder(path: absolute(path))
        let files = FileManager.default
        do {
            try files.createDirectory(atPath: folder.path, withIntermediateDirectories: true)
            let content = try files.contentsOfDirectory(atPath: folder.path)
            guard content.isEmpty || content.contains("layout") else {
                throw LaunchError(
                    "\(folder.path) holds other things (\(content.sorted().prefix(3).joined(separator: ", ")))",
                    remedy: "give an empty or a new folder with --data")
            }
            if content.isEmpty { try layoutVersion.write(toFile: folder.layout, atomically: false, encoding: .utf8) }
        } catch let error as LaunchError {
            throw error
        } catch {
            throw LaunchError("the data folder \(folder.path) cannot be made: \(error.localizedDescription)")
        }
        let found = (try? String(contentsOfFile: folder.layout, encoding: .utf8))?.trimmingCharacters(in: .whitespacesAndNewlines)
        guard found == nil || found == layoutVersion else {
            throw LaunchError("\(folder.path) has layout \(found ?? ""), this caunoi knows \(layoutVersion)")
        }
        if let user { try user.takeOver(folder.path) }
        return folder
    }

    /// Makes what is inside, as the user that everything runs as; all of it private.
    func furnish() throws {
        guard access(path, R_OK | W_OK | X_OK) == 0 else {
            throw LaunchError("the data folder \(path) cannot be used by this user", remedy: "start as root, or choose another with --data")
        }
        chmod(path, 0o700)
        for name in ["secrets", "keys", "rabbitmq", "caddy", "papers", "mail", "audit", "log", "run"] {
            try FileManager.default.createDirectory(
                atPath: "\(path)/\(name)", withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        }
    }

    /// Lays a log that has grown past 32 MB aside, as `<part>.log.1`, in place of the one laid aside before.
    func turnLogs() {
        let files = FileManager.default
        for name in (try? files.contentsOfDirectory(atPath: "\(path)/log")) ?? [] where name.hasSuffix(".log") && name != "caunoi.log" {
            let log = "\(path)/log/\(name)"
            let size = (try? files.attributesOfItem(atPath: log))?[.size] as? Int ?? 0
            if size > 32 << 20 { rename(log, "\(log).1") }
        }
    }

    /// Removes what parts of an earlier run had laid down for a moment.
    func clearTemporary() { try? FileManager.default.removeItem(atPath: "\(path)/tmp") }

    /// Where sockets lie: in the folder, or, since a socket's path is short, in a private folder of /tmp.
    func socketFolder() throws -> String {
        let own = "\(path)/run"
        if own.utf8.count < 80 { return own }
        var template = Array("/tmp/caunoi-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw LaunchError("no private folder in /tmp: \(systemReason(errno))") }
        return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// A file or folder of the settings, as the parts find it, which run in this folder.
    func absolute(_ name: String) -> String { name.hasPrefix("/") ? name : "\(path)/\(name)" }

    private static func absolute(_ path: String) -> String {
        let url = URL(fileURLWithPath: path).standardizedFileURL
        let parent = url.deletingLastPathComponent().resolvingSymlinksInPath().path
        let whole = parent == "/" ? "/\(url.lastPathComponent)" : "\(parent)/\(url.lastPathComponent)"
        return URL(fileURLWithPath: whole).resolvingSymlinksInPath().path
    }
}
