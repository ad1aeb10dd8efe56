import Foundation
import Synchronization

/// What runs, written down at every change, so that whoever comes after a sudden death finds all of it.
final class StateFile: Sendable {
    private let path: String
    private let content: Mutex<Content>

    /// The file's content.
    struct Content: Codable, Sendable {
        /// The machine's run in which these identities hold.
        var machineRun: String
        var supervisor: ProcessIdentity
        /// The front door's port for programs of this machine.
        var port: Int
        /// Where the supervisor listens for commands.
        var controlSocket: String
        /// By part.
        var processes: [String: ProcessIdentity] = [:]
    }

    init(_ folder: DataFolder, port: Int, controlSocket: String) throws {
        guard let own = ProcessIdentity.of(getpid()) else { throw LaunchError("/proc is missing: processes cannot be told apart") }
        path = folder.state
        content = Mutex(
            Content(machineRun: ProcessIdentity.machineRun, supervisor: own, port: port, controlSocket: controlSocket))
        try content.withLock { try Self.write($0, to: path) }
    }

    /// Notes that a part runs as this process, or no longer runs.
    func note(_ part: String, _ identity: ProcessIdentity?) {
        content.withLock { content in
            content.processes[part] = identity
            // A failed note costs only the quick way: the search by environment still finds the process.
            try? Self.write(content, to: path)
        }
    }

    /// The file of a folder; nil where there is none or it is of another run of the machine.
    static func read(_ folder: DataFolder) -> Content? {
        guard let data = try? Data(contentsOf: URL(fileURLWithPath: folder.state)),
            let content = try? JSONDecoder().decode(Content.self, from: data), content.machineRun == ProcessIdentity.machineRun
        else { return nil }
        return content
    }

    /// The file of a folder whose system runs. Throws `LaunchError` where nothing does.
    static func ofRunning(_ folder: DataFolder) throws -> Content {
        guard let state = read(folder), state.supervisor.isAlive else {
            throw LaunchError("nothing is running in \(folder.path)", remedy: "start it with caunoi up")
        }
        return state
    }

    /// Everything is stopped: nothing is left to find.
    static func remove(_ folder: DataFolder) {
        unlink(folder.state)
    }

    private static func write(_ content: Content, to path: String) throws {
        try PrivateFile.write(JSONEncoder().encode(content), to: path)
    }
}
