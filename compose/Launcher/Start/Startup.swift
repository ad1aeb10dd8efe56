import ArgumentParser
import Foundation

/// One run of the system, from the command to the end of the last part.
struct Startup: Sendable {
    var data: String
    var port: Int
    var options: Plan.Options
    var demonstration: Bool
    var detach: Bool
    /// The command's own words after the data folder, for a detached start.
    var arguments: [String]
    var relay: Int32?

    /// Starts, stays until it is asked to stop (a detached start: until all is ready), stops.
    func run() async throws {
        let settings = try await Settings.read()
        let programs = try Programs.find()
        let user = try await UnprivilegedUser.forRoot()
        umask(0o022)
        let folder = try DataFolder.make(data, for: user)
        try user?.become()
        umask(0o077)
        try UnprivilegedUser.checkReach("\(folder.path)/lock")
        if !options.serversOnly { try programs.checkReach() }
        try folder.furnish()
        if detach, relay == nil {
            try await DetachedStart(programs: programs, folder: folder).run(arguments: arguments)
            return
        }
        chdir(folder.path)
        do {
            try await supervise(folder, programs, settings)
        } catch let error as LaunchError where relay != nil {
            // Our own output is the log: the command that waits for this start says why there is none.
            Console(relay: relay).say("Error: \(error)")
            throw ExitCode.failure
        }
    }

    private func supervise(_ folder: DataFolder, _ programs: Programs, _ settings: Settings) async throws {
        guard let lock = try FolderLock.take(folder) else { throw Self.alreadyRunning(folder) }
        defer { withExtendedLifetime(lock) {} }
        let console = Console(relay: relay)
        console.say("Cầu Nối starts; its data are in \(folder.path)")
        let left = try await Leftovers(folder: folder).stop()
        if !left.isEmpty { console.say("  stopped what an earlier run had left: \(left.joined(separator: ", "))") }

        folder.turnLogs()
        folder.clearTemporary()
        let plan = Plan(
            folder: folder, programs: programs,
            ports: try Ports.choose(frontDoor: port, host: options.host, isPlain: settings.tls == nil, services: 6),
            passwords: try Passwords.renewed(
                in: folder, database: settings.databaseAdministratorURL == nil && !options.serversOnly,
                broker: settings.brokerURL == nil && !options.serversOnly),
            sockets: try folder.socketFolder(), settings: settings, options: options)
        try await SigningKeys.make(in: folder)
        try plan.check()
        tellWhatIsOpen(plan, console)
        let requests = StopRequests()
        let supervisor = Supervisor(
            plan: plan, state: try StateFile(folder, port: plan.ports.ownDoor, controlSocket: plan.controlSocket), console: console)
        let control = try ControlServer(path: plan.controlSocket) { request in
            if case .stop = request { requests.add("caunoi down") }
            return await supervisor.answer(request)
        }
        defer {
            control.close()
            StateFile.remove(folder)
            if plan.sockets.hasPrefix("/tmp/caunoi-") { try? FileManager.default.removeItem(atPath: plan.sockets) }
        }
        try await runUntilAsked(supervisor, requests, console, plan)
    }

    /// What parts could read of secrets that are not theirs, for the operator to mend.
    private func tellWhatIsOpen(_ plan: Plan, _ console: Console) {
        guard Confinement.isPossible else {
            return console.say(
                "  ! this kernel confines no program (Landlock of version 2, Linux 5.19): a part that is taken over can read the secrets of the others"
            )
        }
        let parts = plan.confinements
        for secret in [plan.folder.passwords, plan.settings.file, plan.settings.tls?.key].compactMap(\.self) {
            let readers = parts.filter { $0.confinement.shows(secret) }.map(\.part)
            guard !readers.isEmpty else { continue }
            console.say(
                "  ! \(secret) can be read by \(readers.joined(separator: ", ")): lay it into a folder of its own, as in /var/lib/caunoi")
        }
    }

    private func runUntilAsked(_ supervisor: Supervisor, _ requests: StopRequests, _ console: Console, _ plan: Plan) async throws {
        let starting = Task { try await supervisor.start() }
        let asked = Task {
            for await reason in requests.reasons {
                starting.cancel()
                return reason
            }
            return ""
        }
        do {
            try await starting.value
            try await announce(supervisor, console, plan)
            console.say("\nStopping (\(await asked.value))")
            await supervisor.stop()
            console.say("Stopped.")
        } catch {
            console.say(error is CancellationError ? "\nStopping before all was up" : "  ✗ \(error)")
            await supervisor.stop()
            throw ExitCode.failure
        }
    }

    private func announce(_ supervisor: Supervisor, _ console: Console, _ plan: Plan) async throws {
        if options.serversOnly {
            try TestServersFile.write(plan)
        } else {
            for line in StatusTable.lines(await supervisor.parts()) { console.say(line) }
            console.say("\nReady after \(console.elapsed): \(plan.publicURL)")
            if demonstration { try await Demonstration(plan: plan, console: console).establish() }
        }
        if relay == nil { console.say("Ctrl-C stops everything.") }
        console.releaseRelay()
    }

    private static func alreadyRunning(_ folder: DataFolder) -> LaunchError {
        let state = StateFile.read(folder)
        let who = state.map { " by process \($0.supervisor.pid), at http://127.0.0.1:\($0.port)" } ?? ""
        return LaunchError(
            "\(folder.path) is in use\(who)", remedy: "stop that one with caunoi down --data \(folder.path), or give another --data")
    }
}
