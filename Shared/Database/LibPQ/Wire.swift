import CPostgreSQL
import Glibc
import Synchronization

/// One connection as its thread sees it: a PGconn in pipeline mode and what is under way on it. Every method runs on the thread.
///
/// `@unchecked Sendable`: only references to it cross threads; its state is touched on the thread alone, but for the atomics.
final class Wire: Watched, @unchecked Sendable {
    /// Pipeline mode forbids COPY and the simple protocol: both leave it for as long as they last.
    enum Mode {
        case pipeline
        case simple(Exchange)
        case copy(CopyTransfer)
    }

    let thread: ConnectionThread
    /// Of the transaction under way; 0 where it has none, or nobody has asked.
    let transactionID = Atomic<UInt64>(0)
    /// As ``isIdle`` when something was answered last. From any thread.
    private let idleAtLast = Atomic<Bool>(true)
    /// Told of each notification; without it they are dropped.
    var onNotification: ((_ channel: String, _ payload: String) -> Void)?
    var onLoss: (() -> Void)?

    private(set) var connection: OpaquePointer?
    var mode = Mode.pipeline
    private let lost = Atomic<Bool>(false)
    private let descriptor: Int32
    private let grace: Duration
    private var watching: (reading: Bool, writing: Bool)?
    private var exchanges: [Exchange] = []
    /// What cannot be sent in the mode of now.
    private var waiting: [Exchange] = []
    var prepared = PreparedStatements()
    private var cancellation = Cancellation()
    /// What was waited for when the thread looked last, and at how many looks before.
    private weak var looked: AnyObject?
    private var looks = 0
    /// Whether anything of a script or COPY has come or gone since.
    private var hasMoved = false

    /// Takes over a connected PGconn.
    init(_ connection: OpaquePointer, thread: ConnectionThread, grace: Duration) {
        self.connection = connection
        self.thread = thread
        self.grace = grace
        descriptor = PQsocket(connection)
    }

    deinit {
        if let connection { PQfinish(connection) }
    }

    /// Whether the connection is gone, also one that nobody was using. From any thread.
    var isLost: Bool { lost.load(ordering: .relaxed) }

    /// Whether no transaction was open on the server, and nothing under way, when something was answered last. From any thread.
    var wasIdle: Bool { idleAtLast.load(ordering: .acquiring) }

    /// Begins to listen to the server.
    func open() {
        guard let connection else { return }
        PQsetNoticeReceiver(connection, { _, _ in }, nil)
        guard PQsetnonblocking(connection, 1) == 0, PQenterPipelineMode(connection) == 1 else { return fail(lastMessage) }
        watch(reading: true, writing: false)
    }

    /// Sends `exchange` behind those under way, as soon as the mode allows.
    func start(_ exchange: Exchange) {
        guard let connection, PQstatus(connection) == CONNECTION_OK else {
            return exchange.fail(DatabaseError(kind: .connectionLost, message: "the connection is closed"))
        }
        if let interruption = exchange.interruption, interruption.isWanted { exchange.isCancelled = true }
        guard !exchange.isCancelled else {
            return exchange.fail(DatabaseError(kind: .connectionLost, message: "cancelled before it was sent"))
        }
        guard case .pipeline = mode else { return waiting.append(exchange) }
        switch exchange.work {
        case .pipeline(let statements): send(statements, of: exchange, on: connection)
        case .script(let text), .copy(let text):
            guard exchanges.isEmpty else { return waiting.append(exchange) }
            mode = .simple(exchange)
            guard PQexitPipelineMode(connection) == 1, PQsendQuery(connection, text) == 1 else { return fail(lastMessage) }
            flush()
        }
    }

    func ready() {
        guard let connection else { return }
        guard PQconsumeInput(connection) == 1 else { return fail(lastMessage) }
        drainNotifications(connection)
        readAnswers()
        flush()
    }

    /// The server ends what takes too long, and a dead peer is found by its silence; what is neither, a server that hangs or a proxy that swallows,
    /// is found here.
    func look(every pace: Duration) {
        let patience = patience
        let waited = patience == nil ? nil : busyWith
        looks = waited != nil && waited === looked && !hasMoved ? looks + 1 : 0
        looked = waited
        hasMoved = false
        if let patience, pace * looks > patience + grace { fail("the server has not answered for \(pace * looks)") }
    }

    /// Closes the connection; whoever waits on it is told.
    func close() {
        fail("the connection was closed")
    }

    /// Whoever asked for `exchange` does not want it any more: the server is told to stop, and the exchange ends when it has stopped.
    func cancel(_ exchange: Exchange) {
        exchange.isCancelled = true
        if let index = waiting.firstIndex(where: { $0 === exchange }) {
            waiting.remove(at: index)
            return exchange.fail(DatabaseError(kind: .connectionLost, message: "cancelled before it was sent"))
        }
        cancelFirstIfWanted()
    }

    /// What was asked for until `interruption` is not wanted any more.
    func cancel(_ interruption: Interruption) {
        for exchange in exchanges + waiting where exchange.interruption === interruption { cancel(exchange) }
    }

    /// Asks the server to stop what it does now, once; see ``Cancellation``.
    func askToStop() {
        guard let connection else { return }
        cancellation.ask(connection, wire: self, to: busyWith)
    }

    func threadEnds() {
        fail("the database was closed")
    }

    /// The server has heard a cancel request, or cannot be reached.
    func cancelReturned(_ message: String?) {
        if let message { return fail("the statement could not be cancelled: \(message)") }
        for action in cancellation.returned(on: thread) { action() }
        // Where the network is silent, the statement's own answer never comes.
        guard let stopping = busyWith, stopping === cancellation.asked else { return cancelFirstIfWanted() }
        _ = thread.after(.seconds(5)) { [weak self, weak stopping] in
            guard let self, let stopping, busyWith === stopping else { return }
            fail("a cancelled statement did not end within 5 s")
        }
    }

    /// Does `action` when no cancel request is on its way that could hit what comes next.
    func whenClean(_ action: @escaping () -> Void) {
        if cancellation.isUnderWay { cancellation.held.append(action) } else { action() }
    }

    func fail(_ message: String) {
        guard let connection else { return }
        lost.store(true, ordering: .relaxed)
        self.connection = nil
        thread.forget(descriptor)
        PQfinish(connection)
        let held = cancellation.returned(on: thread)
        var failing = exchanges + waiting
        let error = DatabaseError(kind: .connectionLost, message: message)
        switch mode {
        case .pipeline: break
        case .simple(let exchange): failing.append(exchange)
        case .copy(let transfer): transfer.fail(error)
        }
        exchanges = []
        waiting = []
        mode = .pipeline
        for action in held { action() }
        var sent = error
        sent.wasSent = true
        for exchange in failing { exchange.fail(exchange.steps.isEmpty ? error : sent) }
        onLoss?()
        onLoss = nil
    }

    /// Whether no transaction is open on the server, and nothing under way.
    var isIdle: Bool {
        guard let connection, case .pipeline = mode, exchanges.isEmpty, waiting.isEmpty else { return false }
        return PQtransactionStatus(connection) == PQTRANS_IDLE
    }

    /// Whether the server has not closed the connection; reads what it may have said before.
    var hasNotEnded: Bool {
        for _ in 0..<4 where connection != nil {
            var byte: UInt8 = 0
            let count = recv(descriptor, &byte, 1, Int32(MSG_PEEK | MSG_DONTWAIT))
            if count < 0 { return errno == EAGAIN || errno == EINTR }
            ready()
        }
        return connection != nil
    }

    /// Back in pipeline mode after something that had to leave it.
    func enterPipelineMode() {
        guard let connection else { return }
        mode = .pipeline
        guard PQenterPipelineMode(connection) == 1 else { return fail(lastMessage) }
        watch(reading: true, writing: false)
    }

    /// Sends what can be sent now; the rest when the descriptor can be written.
    func flush() {
        guard let connection else { return }
        let state = PQflush(connection)
        guard state >= 0 else { return fail(lastMessage) }
        var reading = true
        if case .copy(let transfer) = mode { reading = transfer.flushed(state == 0) }
        watch(reading: reading, writing: state == 1)
    }

    /// Sends what had to wait for the mode of now.
    func startWaiting() {
        while case .pipeline = mode, !waiting.isEmpty {
            if case .pipeline = waiting[0].work {} else if !exchanges.isEmpty { return }
            start(waiting.removeFirst())
        }
    }

    var lastMessage: String {
        guard let connection else { return "the connection is closed" }
        return String(cString: PQerrorMessage(connection)).split(separator: "\n").joined(separator: " ")
    }
}

extension Wire {
    private func send(_ statements: [Statement], of exchange: Exchange, on connection: OpaquePointer) {
        exchanges.append(exchange)
        exchange.steps.reserveCapacity(statements.count + 1)
        for (index, statement) in statements.enumerated() {
            guard prepared.send(statement, at: index, on: connection, steps: &exchange.steps) else { return fail(lastMessage) }
            if case .transactionID(atOnce: true) = statement.purpose { PQsendFlushRequest(connection) }
        }
        exchange.steps.append(.sync)
        guard PQpipelineSync(connection) == 1 else { return fail(lastMessage) }
        flush()
        // While it sent, libpq may have read answers, of which epoll would not tell.
        readPipeline()
    }

    private func watch(reading: Bool, writing: Bool) {
        guard watching?.reading != reading || watching?.writing != writing else { return }
        watching = (reading, writing)
        thread.watch(descriptor, reading: reading, writing: writing, for: self)
    }

    private func readAnswers() {
        switch mode {
        case .pipeline: readPipeline()
        case .simple(let exchange):
            hasMoved = true
            readSimple(exchange)
        case .copy(let transfer):
            hasMoved = true
            transfer.ready()
        }
        if let connection, PQstatus(connection) == CONNECTION_BAD { fail(lastMessage) }
    }

    private func readPipeline() {
        var nothing = 0
        while let connection, let exchange = exchanges.first, nothing < 2, PQisBusy(connection) == 0 {
            if let result = PQgetResult(connection) {
                nothing = 0
                if exchange.take(result, wire: self) { complete(exchange) }
            } else {
                nothing = exchange.finishStep() ? 0 : nothing + 1
            }
        }
    }

    private func complete(_ exchange: Exchange) {
        exchanges.removeFirst()
        tell(exchange)
        cancelFirstIfWanted()
        if !waiting.isEmpty { startWaiting() }
    }

    /// Who waits for `exchange` goes on when no cancel request is on its way that could hit what comes next.
    private func tell(_ exchange: Exchange) {
        idleAtLast.store(isIdle, ordering: .releasing)
        whenClean { exchange.complete() }
    }

    private func readSimple(_ exchange: Exchange) {
        while let connection, PQisBusy(connection) == 0 {
            guard let result = PQgetResult(connection) else {
                enterPipelineMode()
                tell(exchange)
                return startWaiting()
            }
            let status = PQresultStatus(result)
            guard status == PGRES_COPY_IN || status == PGRES_COPY_OUT else {
                exchange.take(scriptAnswer: result)
                continue
            }
            PQclear(result)
            guard case .copy(let text) = exchange.work else { return fail("a script must not copy from or to the client") }
            mode = .copy(CopyTransfer(wire: self, isIncoming: status == PGRES_COPY_IN, text: text, limit: exchange.limit))
            watch(reading: status == PGRES_COPY_IN, writing: false)
            return tell(exchange)
        }
    }

    private func cancelFirstIfWanted() {
        if current?.isCancelled == true { askToStop() }
    }

    /// What the server is at.
    private var current: Exchange? {
        switch mode {
        case .pipeline: exchanges.first
        case .simple(let exchange): exchange
        case .copy: nil
        }
    }

    /// How long the server may take for what it is at; nil where nobody can tell, or nobody waits for it.
    private var patience: Duration? {
        if case .copy(let transfer) = mode { transfer.patience } else { current?.patience }
    }

    /// What the server is at, a COPY too: to see whether it still is.
    private var busyWith: (any AnyObject & Sendable)? {
        if case .copy(let transfer) = mode { transfer } else { current }
    }

    private func drainNotifications(_ connection: OpaquePointer) {
        while let notification = PQnotifies(connection) {
            if let onNotification {
                onNotification(String(cString: notification.pointee.relname), String(cString: notification.pointee.extra))
            }
            PQfreemem(notification)
        }
    }
}
