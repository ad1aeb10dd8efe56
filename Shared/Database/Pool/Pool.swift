import Synchronization

/// A limited number of connections, handed to one user at a time; who finds none free waits in line, for as long as the configuration says.
final class Pool: Sendable {
    private struct State {
        var idle: [Connection] = []
        var open = 0
        var waiting: [Waiter] = []
        var nextTicket = 0
        var isClosed = false
    }

    private struct Waiter {
        let ticket: Int
        let continuation: CheckedContinuation<Turn, any Error>
    }

    /// What a waiter gets: a connection, or leave to open one.
    private enum Turn {
        case use(Connection)
        case open
    }

    private let configuration: DatabaseConfiguration
    private let reactor = Reactor()
    private let state = Mutex(State())

    init(configuration: DatabaseConfiguration) {
        self.configuration = configuration
    }

    deinit {
        reactor.stop()
    }

    /// Runs `body` with a connection of its own.
    func withConnection<Value: Sendable>(_ body: (Connection) async throws -> Value) async throws -> Value {
        let connection = try await take()
        do {
            let value = try await body(connection)
            giveBack(connection)
            return value
        } catch {
            giveBack(connection)
            throw error
        }
    }

    /// A connection outside the pool's count, for who keeps one for long.
    func openOwn() async throws -> Connection {
        try await Connection.open(configuration.address, on: reactor)
    }

    /// Closes what is idle and sends everybody away who waits.
    func close() {
        let waiting = state.withLock { state in
            state.isClosed = true
            state.idle.removeAll()
            defer { state.waiting.removeAll() }
            return state.waiting
        }
        for waiter in waiting { waiter.continuation.resume(throwing: Self.closed) }
    }

    private func take() async throws -> Connection {
        switch try await turn() {
        case .use(let connection): return connection
        case .open:
            do {
                return try await Connection.open(configuration.address, on: reactor)
            } catch {
                releaseSlot()
                throw error
            }
        }
    }

    private func turn() async throws -> Turn {
        let ticket = state.withLock { state in
            state.nextTicket += 1
            return state.nextTicket
        }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                enqueue(Waiter(ticket: ticket, continuation: continuation))
            }
        } onCancel: {
            sendAway(ticket, with: CancellationError())
        }
    }

    private func enqueue(_ waiter: Waiter) {
        let answer: Result<Turn, any Error>? = state.withLock { state in
            if state.isClosed { return .failure(Self.closed) }
            if Task.isCancelled { return .failure(CancellationError()) }
            while let connection = state.idle.popLast() {
                guard connection.isBroken else { return .success(.use(connection)) }
                state.open -= 1
            }
            if state.open < configuration.connections {
                state.open += 1
                return .success(.open)
            }
            state.waiting.append(waiter)
            return nil
        }
        if let answer { return waiter.continuation.resume(with: answer) }
        Task {
            try await Task.sleep(for: configuration.patience)
            let message = "all \(configuration.connections) connections stayed busy for \(configuration.patience)"
            sendAway(waiter.ticket, with: DatabaseError(kind: .poolExhausted, message: message))
        }
    }

    private func sendAway(_ ticket: Int, with error: any Error) {
        let waiter = state.withLock { state -> Waiter? in
            guard let index = state.waiting.firstIndex(where: { $0.ticket == ticket }) else { return nil }
            return state.waiting.remove(at: index)
        }
        waiter?.continuation.resume(throwing: error)
    }

    private func giveBack(_ connection: Connection) {
        guard !connection.isBroken else { return releaseSlot() }
        let waiter = state.withLock { state -> Waiter? in
            if state.isClosed { return nil }
            guard state.waiting.isEmpty else { return state.waiting.removeFirst() }
            state.idle.append(connection)
            return nil
        }
        waiter?.continuation.resume(returning: .use(connection))
    }

    /// One connection fewer is open: who waits first may open another.
    private func releaseSlot() {
        let waiter = state.withLock { state -> Waiter? in
            guard state.waiting.isEmpty else { return state.waiting.removeFirst() }
            state.open -= 1
            return nil
        }
        waiter?.continuation.resume(returning: .open)
    }

    private static let closed = DatabaseError(kind: .connectionLost, message: "the database is being closed")
}
