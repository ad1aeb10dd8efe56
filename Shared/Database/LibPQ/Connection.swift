import Synchronization

/// A connection to PostgreSQL for one user at a time. On its thread a statement is sent by a direct call; what is asked from elsewhere is handed over.
final class Connection: Sendable {
    let thread: ConnectionThread
    let identity: ServerIdentity
    private let wire: Wire
    private let broken = Atomic<Bool>(false)

    init(_ opened: Connector.Opened, on thread: ConnectionThread, grace: Duration) {
        self.thread = thread
        identity = opened.identity
        let wire = Wire(opened.connection, thread: thread, grace: grace)
        self.wire = wire
        thread.perform { wire.open() }
    }

    deinit {
        let wire = wire
        thread.perform { wire.close() }
    }

    /// Whether it was lost: throw it away.
    var isBroken: Bool { wire.isLost || broken.load(ordering: .relaxed) }

    /// The number of the transaction under way, if it has been asked for and has been given one.
    var transactionID: UInt64? {
        let number = wire.transactionID.load(ordering: .relaxed)
        return number == 0 ? nil : number
    }

    /// A transaction is about to begin: what is known of the last one is forgotten.
    func forgetTransactionID() {
        wire.transactionID.store(0, ordering: .relaxed)
    }

    /// Whether no transaction was left open, and nothing is under way.
    var isClean: Bool { thread.isCurrent ? wire.isIdle : wire.wasIdle }

    /// Looks whether the server has closed the connection, which epoll may be about to tell.
    var hasNotEnded: Bool {
        get async {
            let wire = wire
            let thread = thread
            return (try? await thread.run { !wire.isLost && wire.hasNotEnded }) ?? false
        }
    }

    /// Whether the server answers in time; if it does not, the connection is closed.
    func answers(within limit: Duration) async -> Bool {
        let (thread, wire) = (thread, wire)
        let answer = try? await thread.run {
            let timer = thread.after(limit) { wire.fail("the server gave no sign of life within \(limit)") }
            defer { thread.cancel(timer) }
            return try await self.run([Statement(text: "select 1")], cancellable: false).count
        }
        return answer == 1
    }

    /// Never to be lent again.
    func discard() {
        broken.store(true, ordering: .relaxed)
    }

    /// One round trip: all statements in order; the first error keeps the later ones from running. One answer for each that is a query.
    ///
    /// When the task is cancelled, the server is told to stop and this throws `CancellationError`; not so if it is not `cancellable`. Where the
    /// answers take longer than the server allows each statement (`limit`), and a while, the connection is closed.
    @inline(__always)
    func run(
        _ statements: [Statement], cancellable: Bool = true, limit: Duration? = DatabaseConfiguration.statementTimeout
    ) async throws -> [ResultSet] {
        for statement in statements { try statement.check() }
        return try await run(Exchange(.pipeline(statements), limit: limit), cancellable: cancellable)
    }

    /// The server is told to stop what is done until `interruption` comes.
    func interrupt(_ interruption: Interruption) {
        interruption.come()
        let wire = wire
        thread.perform { wire.cancel(interruption) }
    }

    /// Several statements in one text, without values; in one transaction unless the text says otherwise. Where the server is silent for longer than
    /// `limit`, and a while, the connection is closed.
    func script(_ text: String, limit: Duration? = DatabaseConfiguration.statementTimeout) async throws {
        _ = try await run(Exchange(.script(text), limit: limit), cancellable: true)
    }

    /// Begins a COPY from or to the client. Where the server is silent for longer than `limit`, and a while, though it is waited for, the connection is
    /// closed.
    func copy(_ text: String, limit: Duration? = DatabaseConfiguration.statementTimeout) async throws -> CopyTransfer {
        _ = try await run(Exchange(.copy(text), limit: limit), cancellable: true)
        let wire = wire
        return try await thread.run {
            try await withUnsafeThrowingContinuation { continuation in
                self.thread.perform {
                    guard case .copy(let transfer) = wire.mode else {
                        let error = DatabaseError(kind: .decoding, message: "the statement is no COPY from or to the client: \(text)")
                        return continuation.resume(throwing: error)
                    }
                    continuation.resume(returning: transfer)
                }
            }
        }
    }

    /// Does one step of a COPY on the thread. When the task is cancelled meanwhile, the server is told to stop.
    func step<Value: Sendable>(
        of transfer: CopyTransfer, cancellable: Bool,
        _ begin: @escaping @Sendable (CopyTransfer, UnsafeContinuation<Value, any Error>) -> Void
    ) async throws -> Value {
        let thread = thread
        do {
            return try await thread.run {
                try await withTaskCancellationHandler {
                    try await withUnsafeThrowingContinuation { continuation in
                        let isUnwanted = cancellable && Task.isCancelled
                        thread.perform {
                            begin(transfer, continuation)
                            // Cancelled before anybody waited.
                            if isUnwanted { transfer.stopWaiting() }
                        }
                    }
                } onCancel: {
                    if cancellable { thread.perform { transfer.stopWaiting() } }
                }
            }
        } catch let error as DatabaseError {
            if error.endsConnection { discard() }
            throw error
        }
    }

    /// Tells of every notification, and of the loss of the connection.
    func listen(_ onNotification: @escaping @Sendable (String, String) -> Void, onLoss: @escaping @Sendable () -> Void) {
        let wire = wire
        thread.perform {
            wire.onNotification = onNotification
            if wire.isLost { onLoss() } else { wire.onLoss = onLoss }
        }
    }

    /// One round trip, or the beginning of a COPY. (Inlined, as are those that it is made of: each asynchronous function that is called costs a
    /// fiftieth of a statement.)
    @inline(__always)
    func run(_ exchange: Exchange, cancellable: Bool) async throws -> [ResultSet] {
        do {
            return try await answers(to: exchange, cancellable: cancellable)
        } catch let error as DatabaseError {
            if error.endsConnection { discard() }
            throw error
        }
    }

    @inline(__always)
    private func answers(to exchange: Exchange, cancellable: Bool) async throws -> [ResultSet] {
        let (thread, wire) = (thread, wire)
        guard cancellable else { return try await Self.answers(to: exchange, on: wire, thread) }
        return try await withTaskCancellationHandler {
            try await Self.answers(to: exchange, on: wire, thread)
        } onCancel: {
            thread.perform { wire.cancel(exchange) }
        }
    }

    @inline(__always)
    private static func answers(to exchange: Exchange, on wire: Wire, _ thread: ConnectionThread) async throws -> [ResultSet] {
        defer { exchange.heard() }
        return try await withUnsafeThrowingContinuation { continuation in
            exchange.continuation = continuation
            if thread.isCurrent { return wire.start(exchange) }
            guard !thread.perform({ wire.start(exchange) }) else { return }
            exchange.fail(DatabaseError(kind: .connectionLost, message: "the database was closed"))
        }
    }
}
