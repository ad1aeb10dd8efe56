/// Publishes with confirms on one channel: a window of unanswered messages, refilled as the answers come.
final class PublisherRole: ConnectionRole {
    enum Command: Sendable {
        case publish(PublishCall)
        /// The caller of it was cancelled.
        case cancel(PublishCancellation)
    }

    private static let channel: UInt16 = 1
    /// How many may be unanswered.
    private static let window = 4_096
    /// How many may have been sent since the first unanswered one.
    private static let longestSpan = 16 * window
    /// How many bytes are written before what has come in is read again.
    private static let gulp = 65_536
    /// The same with TLS, where the library may wait inside a write.
    private static let sip = 16_384

    private struct InFlight {
        let call: PublishCall
        let index: Int
        let sent: ContinuousClock.Instant
    }

    private let metrics: BrokerMetrics
    /// For how long nothing may be answered, when a message that its caller has given up on is still open.
    private let longestSilence: Duration
    /// Nil on a connection that tries a silent route.
    private let silent: SilentRoutes?
    private var tally = BrokerMetrics.Published()
    private var connection: AMQPConnection?
    private var inFlight = ConfirmWindow<InFlight>()
    /// When the broker gave its last answer, or the first message after it was sent; nil while nothing is unanswered.
    private var quietSince: ContinuousClock.Instant?
    /// When the broker took messages again after an alarm, or the connection was made.
    private var openSince = ContinuousClock.now
    /// Calls with messages still to send.
    private var queue = Queue<PublishCall>()
    /// Calls in the order of their deadlines.
    private var open = Queue<PublishCall>()
    /// When so many are open, those that are settled behind one that is not are put out.
    private var sweepAt = 1_024
    /// The broker closed the channel over one of these: they go again one by one, so that only the guilty one fails.
    private var suspects = Queue<(call: PublishCall, index: Int)>()
    /// Calls with all their outcomes, whose callers are told when the turn's reading or work is over.
    private var complete: [PublishCall] = []
    private var blocked: String?
    private var finished = false
    private var trouble: BrokerError?

    init(_ metrics: BrokerMetrics, longestSilence: Duration, silent: SilentRoutes?) {
        self.metrics = metrics
        self.longestSilence = longestSilence
        self.silent = silent
    }

    var isIdle: Bool { inFlight.isEmpty && queue.isEmpty && suspects.isEmpty }
    var deadline: ContinuousClock.Instant? {
        guard connection != nil, blocked == nil, firstGivenUp != nil, let quietSince else { return open.first?.deadline }
        let look = quietSince + longestSilence
        return open.first.map { min($0.deadline, look) } ?? look
    }
    var expectsCommandsSoon: Bool { false }

    func attach(to connection: AMQPConnection) throws {
        try openChannel(connection)
        self.connection = connection
        openSince = .now
        note(blocked: nil)
        trouble = nil
    }

    func detach(because reason: BrokerError) {
        connection = nil
        quietSince = nil
        note(blocked: nil)
        trouble = reason
        for message in inFlight.reset() { settle(message.call, message.index, .failed("Not confirmed. \(reason.message)")) }
        handOver()
    }

    func accept(_ command: Command) {
        switch command {
        case .publish(let call) where finished: fail(call, "The broker's connection was closed.")
        case .publish(let call) where call.cancellation.isCancelled: fail(call, "Cancelled.")
        case .publish(let call):
            queue.append(call)
            open.append(call)
            if open.count >= sweepAt {
                open.removeAll(where: \.isSettled)
                sweepAt = max(1_024, 2 * open.count)
            }
        case .cancel(let cancellation):
            open.forEach { if $0.cancellation === cancellation { fail($0, "Cancelled.") } }
        }
    }

    func expire() {
        while open.first?.isSettled == true { open.removeFirst() }
        if let first = open.first {
            let now = ContinuousClock.now
            if first.deadline <= now { giveUpOverdue(now) }
        }
        while let call = queue.first, call.isSettled { queue.removeFirst() }
    }

    private func giveUpOverdue(_ now: ContinuousClock.Instant) {
        giveUpUnanswered { $0.deadline <= now }
        while let call = open.first, call.isSettled || call.deadline <= now {
            open.removeFirst()
            let reason = blocked.map { "RabbitMQ takes no messages: \($0)" } ?? trouble?.message ?? "RabbitMQ did not confirm it in time."
            fail(call, "Time is up. \(reason)")
        }
    }

    /// Those of the calls to be given up that the broker left without an answer, though it had time and gave signs of life long after: their routes are
    /// silent. (One that has vanished with the message leaves others unanswered, too.)
    private func giveUpUnanswered(where isOver: (PublishCall) -> Bool) {
        guard let connection, blocked == nil else { return }
        inFlight.forEach { message in
            guard isOver(message.call), max(message.sent, openSince) + longestSilence <= connection.lastHeard else { return }
            settle(message.call, message.index, .unanswered("RabbitMQ did not confirm it in time."))
            silent?.add(SilentRoutes.Route(message.call.messages[message.index]))
        }
    }

    func finish() {
        finished = true
        detach(because: BrokerError(.closed, "The broker's connection was closed."))
        while let call = open.popFirst() { fail(call, "The broker's connection was closed.") }
        queue.removeAll()
        suspects.removeAll()
        handOver()
    }

    func handOver() {
        metrics.add(tally)
        tally = BrokerMetrics.Published()
        guard !complete.isEmpty else { return }
        for call in complete { call.finish() }
        complete.removeAll(keepingCapacity: true)
    }

    private func settle(_ call: PublishCall, _ index: Int, _ outcome: PublishOutcome) {
        if call.isSettled(index) { return }
        if call.wasReturned(index) {
            tally.returned += 1
        } else {
            switch outcome {
            case .confirmed: tally.confirmed += 1
            case .nacked: tally.nacked += 1
            case .returned: tally.returned += 1
            case .refused, .unanswered, .withheld, .failed: tally.failed += 1
            }
        }
        if call.settle(index, outcome) { complete.append(call) }
    }

    private func fail(_ call: PublishCall, _ reason: String) {
        for index in call.messages.indices { settle(call, index, .failed(reason)) }
    }

    private func note(blocked reason: String?) {
        blocked = reason
        metrics.isBlocked(reason != nil)
    }

    // MARK: Answers

    func handle(_ event: ConnectionEvent) throws {
        switch event {
        case .acknowledged(let tag, let multiple):
            let now = ContinuousClock.now
            inFlight.settle(tag, multiple: multiple) { message in
                metrics.confirmTook(now - message.sent)
                settle(message.call, message.index, .confirmed)
            }
            heardAnAnswer(now)
        case .nacked(let tag, let multiple):
            inFlight.settle(tag, multiple: multiple) { settle($0.call, $0.index, .nacked) }
            heardAnAnswer(.now)
        case .returned(let content, let reason):
            let message = inFlight.first { $0.call.isReturned($0.index, content) }
            message?.call.noteReturn(message?.index ?? 0, reason)
        case .channelClosed(_, let reason):
            try reopen(after: reason)
        case .blocked(let reason):
            note(blocked: reason)
        case .unblocked:
            note(blocked: nil)
            openSince = .now
            heardAnAnswer(openSince)
        case .delivered, .consumerCancelled, .cancelConfirmed:
            break
        }
    }

    private func heardAnAnswer(_ now: ContinuousClock.Instant) {
        quietSince = inFlight.isEmpty ? nil : now
    }

    /// One faulty message (no such exchange, no permission) makes the broker close the channel, and does not say which it was.
    private func reopen(after reason: BrokerError) throws {
        let open = inFlight.reset()
        if open.count == 1 {
            settle(open[0].call, open[0].index, .refused(reason.message))
        } else {
            for message in open {
                if message.call.wasReturned(message.index) {
                    settle(message.call, message.index, .confirmed)
                } else {
                    suspects.append((message.call, message.index))
                }
            }
        }
        heardAnAnswer(.now)
        if let connection { try openChannel(connection) }
    }

    private func openChannel(_ connection: AMQPConnection) throws {
        try connection.openChannel(Self.channel)
        try connection.selectConfirms(on: Self.channel)
    }

    // MARK: Sending

    func work() throws -> Readiness {
        guard let connection, blocked == nil else { return .waiting }
        try checkForSilence()
        if !suspects.isEmpty { return try sendSuspect(connection) }
        guard !queue.isEmpty, inFlight.count < Self.window else { return .waiting }
        guard connection.unwritten == 0, connection.output != nil || connection.isWritable else { return .writable }
        let limit = connection.output == nil ? Self.sip : Self.gulp
        let now = ContinuousClock.now
        var written = 0
        while let call = queue.first {
            while call.next < call.messages.count, !call.isSettled {
                guard inFlight.count < Self.window else { return .waiting }
                guard written < limit else { return .ready }
                let index = call.next
                call.next += 1
                // It may have fallen silent while the message waited here.
                if let withheld = silent?.withheld(call.messages[index]) {
                    settle(call, index, withheld)
                    continue
                }
                written += try send(call, index, connection, now)
            }
            queue.removeFirst()
        }
        return .waiting
    }

    /// The oldest message without an answer, if its caller waits for it no more.
    private var firstGivenUp: InFlight? { inFlight.first.flatMap { $0.call.isSettled($0.index) ? $0 : nil } }

    /// A queue that cannot confirm (too few of its copies live) must not take the place of all others, and RabbitMQ reads no more from a connection
    /// whose channel waits for one: a new one begins with an empty window.
    private func checkForSilence() throws {
        let now = ContinuousClock.now
        guard silent != nil, let first = firstGivenUp, now - first.sent >= longestSilence else { return }
        if inFlight.count >= Self.window || inFlight.span >= Self.longestSpan {
            // What goes over the next connection must not hold it up in the same way.
            giveUpUnanswered { _ in true }
            throw BrokerError(.connectionLost, "RabbitMQ has left \(inFlight.count) messages without an answer.")
        }
        guard let quietSince, now - quietSince >= longestSilence else { return }
        giveUpUnanswered { _ in true }
        throw BrokerError(.connectionLost, "RabbitMQ has answered nothing for \(longestSilence).")
    }

    private func sendSuspect(_ connection: AMQPConnection) throws -> Readiness {
        guard inFlight.isEmpty else { return .waiting }
        guard connection.isWritable else { return .writable }
        while let (call, index) = suspects.popFirst() {
            if call.isSettled(index) { continue }
            _ = try send(call, index, connection, .now)
            return .waiting
        }
        return .ready
    }

    /// Sends one message, or fails it alone; the bytes written.
    private func send(_ call: PublishCall, _ index: Int, _ connection: AMQPConnection, _ now: ContinuousClock.Instant) throws -> Int {
        if let obstacle = connection.obstacle(to: call.messages[index]) {
            settle(call, index, .refused("The message cannot be sent: \(obstacle)."))
            return 0
        }
        // Counted as sent before it is: a connection lost in the middle then answers for it too.
        inFlight.append(InFlight(call: call, index: index, sent: now))
        quietSince = quietSince ?? now
        tally.sent += 1
        try connection.publish(call.messages[index], on: Self.channel)
        return call.messages[index].body.count + 300
    }
}
