import Foundation

/// One program of the system, kept running: started again when it dies, stopped when it is asked to.
actor Part {
    nonisolated let blueprint: Blueprint
    private let note: @Sendable (ProcessIdentity?) -> Void
    private let tell: @Sendable (String) -> Void
    private let returned: @Sendable () async -> Void
    private var process: ChildProcess?
    private var watch: Task<Void, Never>?
    private var stopping = false
    private var wasReady = false
    private var restarts = 0
    /// How it ended before it was ever ready.
    private var failure: ExitStatus?

    /// `note` writes down which process it is; `tell` says to the person what happened; `returned` is called each time it answers again
    /// after it had died.
    init(
        _ blueprint: Blueprint, note: @escaping @Sendable (ProcessIdentity?) -> Void, tell: @escaping @Sendable (String) -> Void,
        returned: @escaping @Sendable () async -> Void = {}
    ) {
        self.blueprint = blueprint
        self.note = note
        self.tell = tell
        self.returned = returned
    }

    nonisolated var name: String { blueprint.name }

    /// Starts it and watches over it.
    func start() throws {
        guard !stopping else { return }
        try spawn()
        watch = Task { await watchOver() }
    }

    /// Waits until it answers. Throws `LaunchError` with the end of its log where it ends before, or takes too long.
    func ready() async throws {
        let end = ContinuousClock.now + blueprint.patience
        while ContinuousClock.now < end {
            if let failure { throw LaunchError("\(name) ended at its start (\(failure))", remedy: blueprint.endOfLog()) }
            if let pid = process?.pid, await blueprint.probe(pid) {
                wasReady = true
                return
            }
            try await Task.sleep(for: .milliseconds(25))
        }
        throw LaunchError("\(name) did not answer within \(blueprint.patience)", remedy: blueprint.endOfLog())
    }

    /// How it is now.
    func condition() async -> Condition {
        let restarts = restarts
        guard !stopping else { return Condition(pid: process?.pid, state: .stopping, restarts: restarts) }
        guard let process, process.status == nil else { return Condition(pid: nil, state: .restarting, restarts: restarts) }
        let answers = await blueprint.probe(process.pid)
        return Condition(pid: process.pid, state: answers ? .ready : .starting, restarts: restarts)
    }

    /// Asks it to stop, gives it its time, then ends it; returns when it is gone.
    func stop() async {
        stopping = true
        if let process {
            process.send(blueprint.stopSignal)
            if !(await process.exits(within: blueprint.grace)) {
                tell("\(name) did not stop within \(blueprint.grace); ended by force")
                process.send(SIGKILL, group: true)
            }
        }
        watch?.cancel()
        await watch?.value
        note(nil)
    }

    private func spawn() throws {
        let process = try blueprint.launch.spawn()
        self.process = process
        note(process.identity)
    }

    private func watchOver() async {
        var failuresInARow = 0
        while !stopping {
            let began = ContinuousClock.now
            let ending = await process?.exit()
            if stopping { break }
            note(nil)
            if !wasReady {
                failure = ending
                return
            }
            restarts += 1
            failuresInARow = ContinuousClock.now - began > .seconds(30) ? 1 : failuresInARow + 1
            let pause = Self.pause(afterFailures: failuresInARow)
            tell("\(name) died (\(ending?.description ?? "not started")); starting it again")
            process = nil
            try? await Task.sleep(for: pause)
            if stopping { break }
            do {
                try spawn()
                Task { await tellReturn() }
            } catch {
                tell("\(error)")
            }
        }
    }

    private func tellReturn() async {
        guard (try? await ready()) != nil else { return }
        tell("\(name) is back")
        await returned()
    }

    /// 0.2 s, doubled each time, 10 s at most.
    private static func pause(afterFailures failures: Int) -> Duration {
        .milliseconds(min(10_000, 200 << min(failures - 1, 6)))
    }
}
