import CPostgreSQL
import Synchronization

/// One connection as the reactor sees it: a PGconn in pipeline mode and the exchanges under way on it. Every method runs on the reactor's thread.
///
/// `@unchecked Sendable`: only references to it cross threads; its state is touched on the reactor's thread alone, but for the mutex `lost`.
final class Wire: @unchecked Sendable {
    private let reactor: Reactor
    private let lost = Mutex(false)
    private var connection: OpaquePointer?
    private var descriptor: Int32 = -1
    private var isWatchingWrites = false
    private var onConnected: (@Sendable (Result<Void, DatabaseError>) -> Void)?
    private var exchanges: [Running] = []
    private var prepared = PreparedStatements()

    init(reactor: Reactor) {
        self.reactor = reactor
    }

    deinit {
        if let connection { PQfinish(connection) }
    }

    /// Whether the connection is gone, also one that nobody was using. From any thread.
    var isLost: Bool { lost.withLock { $0 } }

    /// Begins to connect; `completion` is called once.
    func connect(_ address: String, completion: @escaping @Sendable (Result<Void, DatabaseError>) -> Void) {
        connection = PQconnectStart(address)
        onConnected = completion
        guard PQstatus(connection) != CONNECTION_BAD else { return fail(lastMessage) }
        watch(writing: true)
    }

    /// Sends `exchange` behind those under way.
    func start(_ exchange: Exchange) {
        guard let connection, onConnected == nil, PQstatus(connection) == CONNECTION_OK else {
            return exchange.complete(.failure(DatabaseError(kind: .connectionLost, message: "the connection is closed")))
        }
        let steps = send(exchange.work, on: connection)
        exchanges.append(Running(exchange: exchange, steps: steps ?? []))
        guard steps != nil else { return fail(lastMessage) }
        flush()
        // Answers may already lie in libpq's buffer; epoll would not tell of them.
        if !exchanges.isEmpty { readAnswers() }
    }

    /// The descriptor can be read or written.
    func ready() {
        guard onConnected == nil else { return advanceConnecting() }
        guard let connection else { return }
        guard PQconsumeInput(connection) == 1 else { return fail(lastMessage) }
        drainNotifications()
        readAnswers()
        flush()
    }

    /// Closes the connection; whoever waits on it is told.
    func close() {
        fail("the connection was closed")
    }

    private func advanceConnecting() {
        guard let connection else { return }
        let status = PQconnectPoll(connection)
        switch status {
        case PGRES_POLLING_READING, PGRES_POLLING_WRITING:
            watch(writing: status == PGRES_POLLING_WRITING)
        case PGRES_POLLING_OK:
            PQsetnonblocking(connection, 1)
            guard PQenterPipelineMode(connection) == 1 else { return fail(lastMessage) }
            watch(writing: false)
            onConnected?(.success(()))
            onConnected = nil
        default:
            fail(lastMessage)
        }
    }

    /// libpq may change its socket while it tries several hosts.
    private func watch(writing: Bool) {
        let current = PQsocket(connection)
        guard onConnected != nil || current != descriptor || writing != isWatchingWrites else { return }
        isWatchingWrites = writing
        if current != descriptor, descriptor >= 0 { reactor.forget(descriptor: descriptor) }
        descriptor = current
        if current >= 0 { reactor.watch(self, descriptor: current, writing: writing) }
    }

    /// The steps whose answers will come; nil where libpq refused to send.
    private func send(_ work: Exchange.Work, on connection: OpaquePointer) -> [Running.Step]? {
        switch work {
        case .pipeline(let statements):
            var steps: [Running.Step] = []
            for statement in statements {
                guard let sent = prepared.send(statement, on: connection) else { return nil }
                steps += sent
            }
            return PQpipelineSync(connection) == 1 ? steps + [.sync] : nil
        case .script(let text):
            guard exchanges.isEmpty, PQexitPipelineMode(connection) == 1, PQsendQuery(connection, text) == 1 else { return nil }
            return [.script(text)]
        }
    }

    private func flush() {
        guard let connection else { return }
        let state = PQflush(connection)
        guard state >= 0 else { return fail(lastMessage) }
        watch(writing: state == 1)
    }

    private func readAnswers() {
        var emptyAnswers = 0
        while let connection, var running = exchanges.first, PQisBusy(connection) == 0, emptyAnswers < 2 {
            guard let pointer = PQgetResult(connection) else {
                emptyAnswers += 1
                if running.finishStep(prepared: &prepared) { emptyAnswers = 0 }
                exchanges[0] = running
                completeIfDone()
                continue
            }
            emptyAnswers = 0
            let isSync = PQresultStatus(pointer) == PGRES_PIPELINE_SYNC
            running.take(ResultSet(owning: pointer), isSync: isSync)
            exchanges[0] = running
            if isSync { completeIfDone() }
        }
        if let connection, PQstatus(connection) == CONNECTION_BAD { fail(lastMessage) }
    }

    private func completeIfDone() {
        guard let running = exchanges.first, running.isDone else { return }
        exchanges.removeFirst()
        if running.isScript, let connection { PQenterPipelineMode(connection) }
        running.exchange.complete(running.outcome)
    }

    /// We listen to nothing; a notification left in the queue would be kept for ever.
    private func drainNotifications() {
        while let notification = PQnotifies(connection) { PQfreemem(notification) }
    }

    private func fail(_ message: String) {
        lost.withLock { $0 = true }
        let waiting = exchanges
        exchanges = []
        if descriptor >= 0 { reactor.forget(descriptor: descriptor) }
        descriptor = -1
        if let connection { PQfinish(connection) }
        connection = nil
        let error = DatabaseError(kind: .connectionLost, message: message)
        onConnected?(.failure(error))
        onConnected = nil
        for running in waiting { running.exchange.complete(.failure(running.firstError ?? error)) }
    }

    private var lastMessage: String {
        guard let connection else { return "the connection is closed" }
        return String(cString: PQerrorMessage(connection)).split(separator: "\n").joined(separator: " ")
    }
}
