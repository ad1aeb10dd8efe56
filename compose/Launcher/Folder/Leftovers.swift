import Foundation

/// Finds and stops what a supervisor that was killed left running.
struct Leftovers: Sendable {
    let folder: DataFolder

    /// The variable that every part carries, with the data folder as its value.
    static let mark = "CAUNOI_INSTANCE"

    /// Stops all of it in the order of a clean stop; answers the names of what was found. The folder's lock must be held.
    func stop() async throws -> [String] {
        let found = find()
        for stage in Stage.allCases {
            let processes = found.filter { Stage(of: $0.key) == stage }.map(\.value)
            try await end(processes, with: stage.signal, grace: stage.grace)
        }
        forgetDeadPostmaster()
        StateFile.remove(folder)
        return found.keys.sorted()
    }

    /// PostgreSQL takes a process that has ended, and only waits to be reaped, for one that holds its folder. Backends carry the mark: none is
    /// left by now.
    private func forgetDeadPostmaster() {
        guard let postmaster = PostmasterFile(folder.database) else { return }
        if ProcessIdentity.of(postmaster.pid)?.isAlive == true, Self.program(of: postmaster.pid) == "postgres" { return }
        unlink("\(folder.database)/postmaster.pid")
    }

    /// By name: what the state file tells, what the mark tells, and what PostgreSQL's own file tells.
    private func find() -> [String: ProcessIdentity] {
        var found = (StateFile.read(folder)?.processes ?? [:]).filter(\.value.isAlive)
        for (name, identity) in marked() where !found.values.contains(identity) {
            found[found[name] == nil ? name : "\(name)-\(identity.pid)"] = identity
        }
        if let postmaster = PostmasterFile(folder.database), let identity = ProcessIdentity.of(postmaster.pid), identity.isAlive,
            !found.values.contains(identity), Self.program(of: identity.pid) == "postgres"
        {
            found["postgresql"] = identity
        }
        return found
    }

    private func marked() -> [(String, ProcessIdentity)] {
        let mark = "\(Self.mark)=\(folder.path)\0"
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return names.compactMap { name in
            guard let pid = Int32(name), pid != getpid(),
                KernelFile.text("/proc/\(pid)/environ").contains(mark),
                let identity = ProcessIdentity.of(pid), identity.isAlive
            else { return nil }
            return (Self.name(ofProgram: Self.program(of: pid)), identity)
        }
    }

    private static func program(of pid: Int32) -> String {
        let name = (try? String(contentsOfFile: "/proc/\(pid)/comm", encoding: .utf8)) ?? ""
        return name.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    private static func name(ofProgram program: String) -> String {
        switch program {
        case "postgres": "postgresql"
        case "beam.smp", "erl_child_setup", "inet_gethost": "rabbitmq"
        case "epmd": "epmd"
        case "caddy": "front-door"
        default: program.lowercased()
        }
    }

    private func end(_ processes: [ProcessIdentity], with signal: Int32, grace: Duration) async throws {
        for process in processes { process.send(signal) }
        let end = ContinuousClock.now + grace
        while processes.contains(where: \.isAlive), ContinuousClock.now < end { try await Task.sleep(for: .milliseconds(50)) }
        for process in processes { process.send(SIGKILL) }
        while processes.contains(where: \.isAlive) { try await Task.sleep(for: .milliseconds(20)) }
    }

    /// The order in which things stop.
    private enum Stage: CaseIterable {
        case frontDoor, services, broker, names, database

        init(of name: String) {
            switch name {
            case _ where name.hasPrefix("front-door"): self = .frontDoor
            case _ where name.hasPrefix("rabbitmq"): self = .broker
            case _ where name.hasPrefix("epmd"): self = .names
            case _ where name.hasPrefix("postgresql"): self = .database
            default: self = .services
            }
        }

        var signal: Int32 { self == .database ? SIGINT : SIGTERM }
        var grace: Duration { self == .names ? .seconds(3) : .seconds(20) }
    }
}
