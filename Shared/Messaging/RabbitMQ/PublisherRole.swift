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
    /// How many bytes are written before the socket is asked again whether there is room.
    private static let gulp = 16_384

    private struct InFlight {
        let call: PublishCall
        let index: Int
        /// Why the broker sent it back. The ack still follows.
        var returned: String?
    }

    private var connection: AMQPConnection?
    private var inFlight = ConfirmWindow<InFlight>()
    /// Calls with messages still to send; the first one's next message is `next`.
    private var queue = Queue<PublishCall>()
    private var next = 0
    /// Calls in the order of their deadlines.
    private var open = Queue<PublishCall>()
    /// The broker closed the channel over one of these: they go again one by one, so that only the guilty one fails.
    private var suspects = Queue<(call: PublishCall, index: Int)>()
    private var blocked: String?
    private var finished = false
    private var trouble: BrokerError?

    var isIdle: Bool { inFlight.isEmpty && queue.isEmpty && suspects.isEmpty }

    var deadline: ContinuousClock.Instant? { open.first?.deadline }

    func attach(to connection: AMQPConnection) throws {
        try openChannel(connection)
        self.connection = connection
        blocked = nil
        trouble = nil
    }

    func detach(because reason: BrokerError) {
        connection = nil
        blocked = nil
        trouble = reason
        for message in inFlight.reset() {
            message.call.settle(message.index, message.returned.map { .returned($0) } ?? .failed("Not confirmed. \(reason.message)"))
        }
    }

    func accept(_ command: Command) {
        switch command {
        case .publish(let call) where finished: call.fail("The broker's connection was closed.")
        case .publish(let call) where call.cancellation.isCancelled: call.fail("Cancelled.")
        case .publish(let call):
            queue.append(call)
            open.append(call)
        case .cancel(let cancellation):
            open.forEach { if $0.cancellation === cancellation { $0.fail("Cancelled.") } }
        }
    }

    func expire() {
        while let call = open.first, call.isSettled || call.deadline <= .now {
            open.removeFirst()
            let reason = blocked.map { "RabbitMQ takes no messages: \($0)" } ?? trouble?.message ?? "RabbitMQ did not confirm it in time."
            call.fail("Time is up. \(reason)")
        }
        while let call = queue.first, call.isSettled { dropFirstCall() }
    }

    func finish() {
        finished = true
        detach(because: BrokerError(.closed, "The broker's connection was closed."))
        while let call = open.popFirst() { call.fail("The broker's connection was closed.") }
        queue.removeAll()
        suspects.removeAll()
    }

    // MARK: Answers

    func handle(_ event: ConnectionEvent) throws {
        switch event {
        case .acknowledged(let tag, let multiple):
            for message in inFlight.settle(tag, multiple: multiple) {
                message.call.settle(message.index, message.returned.map { .returned($0) } ?? .confirmed)
            }
        case .nacked(let tag, let multiple):
            for message in inFlight.settle(tag, multiple: multiple) { message.call.settle(message.index, .nacked) }
        case .returned(let message, let reason):
            inFlight.updateFirst {
                $0.returned == nil && $0.call.messages[$0.index].id == message.properties.id
                    && $0.call.messages[$0.index].routingKey == message.routingKey
            } _: {
                $0.returned = reason
            }
        case .channelClosed(_, let reason):
            try reopen(after: reason)
        case .blocked(let reason):
            blocked = reason
        case .unblocked:
            blocked = nil
        case .delivered, .consumerCancelled, .cancelConfirmed:
            break
        }
    }

    /// One faulty message (no such exchange, no permission) makes the broker close the channel, and does not say which it was.
    private func reopen(after reason: BrokerError) throws {
        let open = inFlight.reset()
        if open.count == 1 {
            open[0].call.settle(open[0].index, .failed(reason.message))
        } else {
            for message in open {
                if let returned = message.returned {
                    message.call.settle(message.index, .returned(returned))
                } else {
                    suspects.append((message.call, message.index))
                }
            }
        }
        if let connection { try openChannel(connection) }
    }

    private func openChannel(_ connection: AMQPConnection) throws {
        try connection.openChannel(Self.channel)
        try connection.selectConfirms(on: Self.channel)
    }

    // MARK: Sending

    func work() throws -> Readiness {
        guard let connection, blocked == nil else { return .waiting }
        if !suspects.isEmpty { return try sendSuspect(connection) }
        var written = 0
        while written < Self.gulp {
            guard inFlight.count < Self.window, let (call, index) = nextMessage() else { return .waiting }
            if written == 0, !connection.isWritable { return .writable }
            written += try send(call, index, connection)
            advance()
        }
        return .ready
    }

    private func sendSuspect(_ connection: AMQPConnection) throws -> Readiness {
        guard inFlight.isEmpty else { return .waiting }
        guard connection.isWritable else { return .writable }
        while let (call, index) = suspects.popFirst() {
            if call.isSettled(index) { continue }
            _ = try send(call, index, connection)
            return .waiting
        }
        return .ready
    }

    /// Sends one message, or fails it alone; the bytes written.
    private func send(_ call: PublishCall, _ index: Int, _ connection: AMQPConnection) throws -> Int {
        let message = call.messages[index]
        if let obstacle = connection.obstacle(to: message) {
            call.settle(index, .failed("The message cannot be sent: \(obstacle)."))
            return 0
        }
        // Counted as sent before it is: a connection lost in the middle then answers for it too.
        inFlight.append(InFlight(call: call, index: index))
        try connection.publish(message, on: Self.channel)
        return message.body.count + 300
    }

    private func nextMessage() -> (PublishCall, Int)? {
        while let call = queue.first {
            if !call.isSettled, next < call.messages.count { return (call, next) }
            dropFirstCall()
        }
        return nil
    }

    private func advance() {
        next += 1
        if let call = queue.first, next >= call.messages.count { dropFirstCall() }
    }

    private func dropFirstCall() {
        queue.removeFirst()
        next = 0
    }
}
