import CLinux
import CoreMetrics
import Foundation
import Glibc
import Logging
import Models
import Synchronization

/// A thread that owns one connection and keeps it up: connects, reconnects with backoff and jitter to each host in turn, passes on what
/// the broker says and what is asked of it. Nothing else touches the connection, and no caller ever waits for the network in here.
final class ConnectionThread<Role: ConnectionRole>: TaskExecutor {
    private let name: String
    private let address: BrokerAddress
    private let heartbeat: Int
    private let longestTurn: Duration
    private let logger: Logger
    private let reconnections: Counter
    private let makeRole: @Sendable () -> Role
    let wake = Wake()
    let shared = Mutex(Shared())
    private let connected = Atomic<Bool>(false)
    /// When the present turn began (nanoseconds of the system's uptime), 0 while the thread sleeps.
    private let turnBegan = Atomic<UInt64>(0)

    init(
        name: String, address: BrokerAddress, heartbeat: Int, longestTurn: Duration, logger: Logger, reconnections: Counter,
        makeRole: @escaping @Sendable () -> Role
    ) {
        self.name = name
        self.address = address
        self.heartbeat = heartbeat
        self.longestTurn = longestTurn
        self.logger = logger
        self.reconnections = reconnections
        self.makeRole = makeRole
    }

    /// Whether the connection is up, as far as is known.
    var isConnected: Bool { connected.load(ordering: .relaxed) }

    /// Hands over a command, starting the thread with the first one. False when the thread has finished: then nobody will answer.
    func send(_ command: Role.Command) -> Bool {
        let (accepted, rouse, mustBegin) = shared.withLock { shared in
            if shared.finished { return (false, false, false) }
            shared.commands.append(command)
            return (true, shared.rouse(), shared.start())
        }
        if mustBegin { begin() }
        if rouse { wake.signal() }
        return accepted
    }

    /// Has the role look for what it gathers by itself: at once, or when the thread is up anyway, within a millisecond.
    func nudge(_ nudge: Nudge) {
        let rouse = shared.withLock { shared in
            if shared.nudge != .urgent { shared.nudge = nudge }
            return shared.rouse(nudge)
        }
        if rouse { wake.signal() }
    }

    /// Starts the thread, if it was not started.
    func start() {
        if shared.withLock({ $0.start() }) { begin() }
    }

    private func begin() {
        // The thread holds itself, not the broker: who drops the broker ends it by `abort`.
        let thread = Thread {
            caunoi_name_thread(self.name)
            self.main(self.makeRole())
        }
        thread.start()
        Task.detached { await self.watch() }
    }

    /// Looks now and then whether a peer that reads no more holds the thread up, until it ends.
    private func watch() async {
        while !shared.withLock({ $0.finished }) {
            breakIfStuck()
            try? await Task.sleep(for: longestTurn / 6)
        }
    }

    /// Finishes what is under way for at most `patience`, closes the connection and ends the thread.
    func stop(within patience: Duration) async {
        await withCheckedContinuation { waiter in
            let wait = shared.withLock { shared in
                if shared.finished || !shared.started {
                    shared.finished = true
                    return false
                }
                shared.stopBy = shared.stopBy ?? .now + patience
                shared.waiters.append(waiter)
                return true
            }
            // Whether or not it sleeps: it may sit in a poll without a connection.
            if wait { wake.signal() } else { waiter.resume() }
        }
    }

    /// Ends the thread at once, even out of a call that blocks.
    func abort() {
        shared.withLock { shared in
            if !shared.started { shared.finished = true }
            shared.stopBy = .now
            if let socket = shared.socket { shutdown(socket, Int32(SHUT_RDWR)) }
        }
        wake.signal()
    }

    private func breakIfStuck() {
        let began = turnBegan.load(ordering: .relaxed)
        guard began > 0, Self.uptime() > began + UInt64(longestTurn.nanoseconds) else { return }
        shared.withLock { shared in
            if let socket = shared.socket { shutdown(socket, Int32(SHUT_RDWR)) }
        }
    }

    // MARK: On the thread

    private func main(_ role: Role) {
        var backoff = Backoff(shortest: .milliseconds(100), longest: .seconds(5))
        var host = 0
        var told: String?
        while !stopRequested {
            do {
                let connection = try AMQPConnection.open(address.hosts[host], of: address, clientName: name, heartbeat: heartbeat)
                let began = ContinuousClock.now
                defer { if .now - began > .seconds(10) { backoff.reset() } }
                try keep(connection, role, told: &told)
            } catch {
                let reason = error as? BrokerError ?? (error as? ChannelClosed)?.reason ?? BrokerError(.connectionLost, "\(error)")
                if !stopRequested { told = report(reason, told: told) }
                role.detach(because: reason)
            }
            turnBegan.store(0, ordering: .relaxed)
            if stopRequested { break }
            host = (host + 1) % address.hosts.count
            // The other hosts are tried at once, and then it is time to wait.
            rest(host == 0 || backoff.attempts == 0 ? backoff.next() : .zero, role)
        }
        end(role)
    }

    /// Serves one connection until it is lost (throws) or the thread is to stop (returns).
    private func keep(_ connection: AMQPConnection, _ role: Role, told: inout String?) throws {
        shared.withLock { $0.socket = connection.socket }
        defer {
            connected.store(false, ordering: .relaxed)
            shared.withLock { $0.socket = nil }
            passOnJobs()
        }
        turnBegan.store(Self.uptime(), ordering: .relaxed)
        try role.attach(to: connection)
        connected.store(true, ordering: .relaxed)
        if told != nil {
            reconnections.increment()
            logger.notice("connected to RabbitMQ again", metadata: ["connection": "\(name)"])
        }
        told = nil
        shared.withLock { $0.takesJobs = true }
        try serve(connection, role)
        connection.close()
    }

    private func serve(_ connection: AMQPConnection, _ role: Role) throws {
        while true {
            turnBegan.store(Self.uptime(), ordering: .relaxed)
            // What comes in is taken first, always: a broker whose words nobody reads stops reading ours.
            let heard = connection.mayRead
            for _ in 0..<1_024 {
                guard let event = try connection.next() else { break }
                try role.handle(event)
            }
            let now = ContinuousClock.now
            if heard { connection.heard(at: now) }
            role.handOver()
            takeCommands(role)
            role.expire()
            let expects = role.expectsCommandsSoon
            var readiness = try role.work()
            try connection.showLife(at: now)
            if try !connection.write(), readiness == .waiting { readiness = .writable }
            role.handOver()
            if let stopBy = shared.withLock({ $0.stopBy }), role.isIdle || stopBy <= .now { return }
            turnBegan.store(0, ordering: .relaxed)
            sleep(connection, role, readiness, expects: expects, now)
        }
    }

    private func sleep(_ connection: AMQPConnection, _ role: Role, _ readiness: Readiness, expects: Bool, _ now: ContinuousClock.Instant) {
        let depth = shared.withLock { shared in
            if readiness == .ready || !shared.commands.isEmpty || !shared.jobs.isEmpty || shared.nudge == .urgent { return Sleep.awake }
            shared.sleep = shared.nudge == .lazy || expects ? .dozing : .deep
            return shared.sleep
        }
        let longest =
            switch depth {
            case .awake: Duration.zero
            case .dozing: Duration.milliseconds(1)
            case .deep: nap(role, atMost: min(.seconds(5), connection.heartbeatWait(at: now) ?? .seconds(5)))
            }
        let woken = connection.wait(for: wake, writing: readiness == .writable, atMost: longest)
        shared.withLock { $0.sleep = .awake }
        if woken { wake.clear() }
    }

    /// Waits without a connection, still answering.
    private func rest(_ duration: Duration, _ role: Role) {
        let end = ContinuousClock.now + duration
        while !stopRequested {
            takeCommands(role)
            role.expire()
            role.handOver()
            let left = end - .now
            if left <= .zero { return }
            let mustLook = shared.withLock { shared in
                guard shared.commands.isEmpty else { return true }
                shared.sleep = .deep
                return false
            }
            if mustLook { continue }
            var descriptor = pollfd(fd: wake.descriptor, events: Int16(POLLIN), revents: 0)
            if poll(&descriptor, 1, nap(role, atMost: left).pollMilliseconds) > 0 { wake.clear() }
            shared.withLock { $0.sleep = .awake }
        }
    }

    private func nap(_ role: Role, atMost longest: Duration) -> Duration {
        let limit = shared.withLock { $0.stopBy }
        return [role.deadline, limit].compactMap { $0.map { $0 - .now } }.reduce(longest, min)
    }

    /// Gives the role what others ask; before it, runs what they want to run here, which may ask again.
    private func takeCommands(_ role: Role) {
        for _ in 0..<64 {
            let (commands, jobs) = shared.withLock { shared in
                defer {
                    shared.commands.removeAll(keepingCapacity: true)
                    shared.jobs.removeAll(keepingCapacity: true)
                    shared.nudge = nil
                }
                return (shared.commands, shared.jobs)
            }
            for command in commands { role.accept(command) }
            for job in jobs { job.runSynchronously(on: asUnownedTaskExecutor()) }
            if jobs.isEmpty { return }
        }
    }

    private func end(_ role: Role) {
        let (commands, waiters) = shared.withLock { shared in
            shared.finished = true
            defer { shared.waiters = [] }
            return (shared.commands, shared.waiters)
        }
        for command in commands { role.accept(command) }
        role.finish()
        for waiter in waiters { waiter.resume() }
    }

    private var stopRequested: Bool { shared.withLock { $0.stopBy != nil } }

    private func report(_ reason: BrokerError, told: String?) -> String {
        if told != reason.message {
            logger.warning(
                "no connection to RabbitMQ; trying again",
                metadata: ["connection": "\(name)", "address": "\(address)", "reason": "\(reason)"])
        }
        return reason.message
    }

    private static func uptime() -> UInt64 {
        DispatchTime.now().uptimeNanoseconds
    }
}
