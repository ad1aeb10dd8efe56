import CoreMetrics
import Synchronization

/// A limited number of connections, handed to one user at a time; who finds none free waits for as long as the configuration says. One that comes free
/// goes to whoever has the fewest (``PoolState/next()``).
final class Pool: Sendable {
    let configuration: DatabaseConfiguration
    let metrics: PoolMetrics
    private let connector: Connector
    private let threads: [ConnectionThread]
    private let nextThread = Atomic<Int>(0)
    private let state: Mutex<PoolState>

    init(configuration: DatabaseConfiguration, metrics: any MetricsFactory) {
        self.configuration = configuration
        self.metrics = PoolMetrics(factory: metrics)
        connector = Connector(configuration)
        threads = (0..<max(1, configuration.threads)).map { _ in ConnectionThread(pace: configuration.grace / 3) }
        state = Mutex(PoolState(breaker: CircuitBreaker(threshold: configuration.breakerThreshold), patience: configuration.patience))
    }

    deinit {
        for thread in threads { thread.stop() }
    }

    /// Runs `body` with a connection of its own, on the thread of that connection. Who has to wait for one does so on a thread of the pool, so that
    /// it is there when its turn comes.
    /// - Parameters:
    ///   - scope: for whom: the connections are shared among those who ask at the same time.
    ///   - anywhere: `body` may run where the caller does: it asks for one thing only, for which the thread would be changed twice.
    @inline(__always)
    func withConnection<Value: Sendable>(
        for scope: Scope? = nil, anywhere: Bool = false, _ body: (Connection) async throws -> Value
    ) async throws -> Value {
        let holder = PoolState.Holder(scope)
        let free = try takeIfFree(for: holder)
        if case .use(let idle)? = free, anywhere || idle.connection.thread.isCurrent, idle.isFresh {
            return try await lend(idle.connection, for: holder, to: body)
        }
        return try await (free?.thread ?? thread).run {
            let connection = try await self.connection(free, for: holder)
            return try await connection.thread.run { try await self.lend(connection, for: holder, to: body) }
        }
    }

    @inline(__always)
    private func lend<Value: Sendable>(
        _ connection: Connection, for holder: PoolState.Holder, to body: (Connection) async throws -> Value
    ) async throws -> Value {
        defer { giveBack(connection, from: holder) }
        return try await body(connection)
    }

    /// A connection outside the pool's count, for who keeps one for long.
    func openOwn() async throws -> Connection {
        try await connector.open(on: thread)
    }

    /// Who has a connection, once for each.
    var lent: [PoolState.Holder] { state.withLock(\.lent) }

    /// One of the threads: the caller's own if it is one.
    var thread: ConnectionThread {
        if let current = threads.first(where: \.isCurrent) { return current }
        guard threads.count > 1 else { return threads[0] }
        return threads[(nextThread.wrappingAdd(1, ordering: .relaxed).oldValue & Int.max) % threads.count]
    }

    /// Closes what is idle and sends everybody away who waits.
    func close() {
        let (waiting, idle) = state.withLock { state in
            state.isClosed = true
            defer { state.idle = [] }
            return (state.remove { _ in true }, state.idle)
        }
        for waiter in waiting { waiter.continuation.resume(throwing: Self.closed) }
        withExtendedLifetime(idle) {}
    }

    private func connection(_ free: PoolState.Turn?, for holder: PoolState.Holder) async throws -> Connection {
        let deadline = Moment.now + configuration.patience
        var turn = free
        while true {
            switch try await next(turn, for: holder, until: deadline) {
            case .open: return try await open(for: holder)
            case .use(let idle):
                if await isAlive(idle) { return idle.connection }
                idle.connection.discard()
                turn = try replace(for: holder)
            }
        }
    }

    /// A connection has died in the hands of its user, who may open another in its place: nobody of its scope overtakes. Nil where that
    /// makes no sense now; then the user waits where it would stand by now.
    private func replace(for holder: PoolState.Holder) throws -> PoolState.Turn? {
        let mayOpen = state.withLock { state in
            guard !state.isClosed, state.breaker.refusal == nil else { return false }
            state.opening += 1
            return true
        }
        if mayOpen { return .open }
        release(wasOpening: false, from: holder)
        return try takeIfFree(for: holder)
    }

    private func next(
        _ free: PoolState.Turn?, for holder: PoolState.Holder, until deadline: Moment
    ) async throws -> PoolState.Turn {
        if let free { return free }
        let began = Moment.now
        defer { metrics.waited(since: began) }
        let ticket = state.withLock { state in
            state.nextTicket += 1
            return state.nextTicket
        }
        return try await withTaskCancellationHandler {
            try await withUnsafeThrowingContinuation { continuation in
                enqueue(PoolState.Waiter(ticket: ticket, holder: holder, deadline: deadline, continuation: continuation))
            }
        } onCancel: {
            sendAway(with: CancellationError()) { $0.ticket == ticket }
        }
    }

    private func takeIfFree(for holder: PoolState.Holder) throws -> PoolState.Turn? {
        let (turn, broken) = try state.withLock { state in
            guard !state.isClosed else { throw Self.closed }
            let turn = try state.turn(for: holder, most: configuration.connections)
            return (turn, state.takeBroken())
        }
        withExtendedLifetime(broken) {}
        return turn
    }

    private func enqueue(_ waiter: PoolState.Waiter) {
        let (answer, mustSweep) = state.withLock { state -> (Result<PoolState.Turn, any Error>?, Bool) in
            if state.isClosed { return (.failure(Self.closed), false) }
            if Task.isCancelled { return (.failure(CancellationError()), false) }
            do {
                if let turn = try state.turn(for: waiter.holder, most: configuration.connections) { return (.success(turn), false) }
            } catch {
                return (.failure(error), false)
            }
            guard state.waiting.count < configuration.waitingLimit else {
                let message = "\(state.waiting.count) callers wait for one of \(configuration.connections) connections already"
                return (.failure(DatabaseError(kind: .poolExhausted, message: message)), false)
            }
            state.enqueue(waiter)
            metrics.waiting(state.waiting.count)
            defer { state.isSweeping = true }
            return (nil, !state.isSweeping)
        }
        if let answer { waiter.continuation.resume(with: answer) }
        if mustSweep { sweep(at: waiter.deadline) }
    }

    /// Sends those away who have waited for too long, as long as somebody waits.
    private func sweep(at moment: Moment) {
        let thread = threads[0]
        thread.perform { [weak self] in
            _ = thread.at(moment) { [weak self] in self?.sweep() }
        }
    }

    private func sweep() {
        let message = "none of \(configuration.connections) connections came free for this for \(configuration.patience)"
        let now = Moment.now
        sendAway(with: DatabaseError(kind: .poolExhausted, message: message)) { $0.deadline <= now }
        let next = state.withLock { state in
            state.isSweeping = !state.waiting.isEmpty
            return state.waiting.first?.deadline
        }
        if let next { sweep(at: max(now + .milliseconds(1), next)) }
    }

    private func sendAway(with error: any Error, where isMeant: (PoolState.Waiter) -> Bool) {
        let waiters = state.withLock { state in
            defer { metrics.waiting(state.waiting.count) }
            return state.remove(where: isMeant)
        }
        for waiter in waiters { waiter.continuation.resume(throwing: error) }
    }

    private func giveBack(_ connection: Connection, from holder: PoolState.Holder) {
        guard !connection.isBroken, connection.isClean else { return release(wasOpening: false, from: holder) }
        let waiter = state.withLock { state -> PoolState.Waiter? in
            defer { metrics.show(state) }
            state.takeBack(from: holder)
            if state.isClosed {
                state.open -= 1
                return nil
            }
            if let waiter = state.next() { return waiter }
            state.idle.append(PoolState.Idle(connection: connection, since: .now))
            return nil
        }
        waiter?.continuation.resume(returning: .use(PoolState.Idle(connection: connection, since: .now)))
    }

    /// One connection fewer is open: whose turn it is may open another, unless that makes no sense now.
    private func release(wasOpening: Bool, from holder: PoolState.Holder) {
        let (next, refused, refusal) = state.withLock { state in
            defer { metrics.show(state) }
            let (next, refused) = state.release(wasOpening: wasOpening, from: holder)
            return (next, refused, state.breaker.refusal)
        }
        next?.continuation.resume(returning: .open)
        for waiter in refused { waiter.continuation.resume(throwing: refusal ?? Self.closed) }
    }

    private static let closed = DatabaseError(kind: .connectionLost, message: "the database is being closed")
}

extension Pool {
    private func open(for holder: PoolState.Holder) async throws -> Connection {
        do {
            let connection = try await connector.open(on: thread)
            let admitted = state.withLock { state in
                state.opening -= 1
                state.breaker.succeeded()
                defer { metrics.show(state) }
                return state.admit(most: configuration.connections)
            }
            for waiter in admitted { waiter.continuation.resume(returning: .open) }
            return connection
        } catch {
            let delay = (error as? DatabaseError).flatMap { error in state.withLock { $0.breaker.failed(error.message) } }
            release(wasOpening: true, from: holder)
            if let delay { probe(after: delay) }
            throw error
        }
    }

    /// Tries to connect after a while, and again until it works: the pool recovers though nobody asks.
    private func probe(after delay: Duration) {
        let thread = threads[0]
        thread.perform { [weak self] in
            _ = thread.after(delay) { [weak self] in
                guard let self else { return }
                Task { await self.probe() }
            }
        }
    }

    private func probe() async {
        let nobody = PoolState.Holder(nil)
        let (mayOpen, mustWait) = state.withLock { state in
            guard !state.isClosed else { return (false, false) }
            guard state.open < configuration.connections else { return (false, state.breaker.state == .open) }
            guard state.breaker.probe() else { return (false, false) }
            state.open += 1
            state.opening += 1
            state.lend(to: nobody)
            return (true, false)
        }
        if mustWait { probe(after: Backoff.betweenProbes.first) }
        guard mayOpen, let connection = try? await open(for: nobody) else { return }
        giveBack(connection, from: nobody)
    }

    /// Whether the connection is still good. One whose server has gone shows that by itself; where the network is silent, only a question helps.
    private func isAlive(_ idle: PoolState.Idle) async -> Bool {
        let connection = idle.connection
        guard !idle.isFresh else { return true }
        guard await connection.hasNotEnded, idle.since + configuration.idleLimit < .now else { return !connection.isBroken }
        return await connection.answers(within: configuration.connectPatience)
    }
}
