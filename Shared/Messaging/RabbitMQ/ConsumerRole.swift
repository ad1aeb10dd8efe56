import Logging

/// Consumes: one channel a subscription, all on one connection, and one channel for questions and declarations.
final class ConsumerRole: ConnectionRole {
    enum Command: Sendable {
        case subscribe(Subscription)
        /// Deliver no more.
        case cancel(Subscription)
        /// Forget the subscription; what is unsettled goes back to its queue. Answers when the broker has heard of all that is settled.
        case release(Subscription, CheckedContinuation<Void, Never>)
        case control(ControlCall, CheckedContinuation<QueueDepth?, any Error>)
        /// The caller of it was cancelled.
        case withdraw(ControlCall)
        /// Declare these again whenever the connection was made again.
        case keep([ControlCall.Operation])
    }

    /// The library keeps memory for every number that was in use once. More subscriptions than that wait for another's end.
    private static let highestChannel: UInt16 = 200

    private let clientName: String
    private let logger: Logger
    private let metrics: BrokerMetrics
    private let watch: ConsumerWatch
    private var connection: AMQPConnection?
    private var listeners: [ObjectIdentifier: Listener] = [:]
    private var byChannel: [UInt16: Listener] = [:]
    private var lastChannel = ControlChannel.number
    private var control = ControlChannel()
    private var requests = Queue<Command>()
    private var draining: [Draining] = []
    private var kept: [ControlCall.Operation] = []
    private var finished = false
    private var trouble: BrokerError?
    private var consumed = 0
    private var redelivered = 0
    private(set) var expectsCommandsSoon = false

    init(clientName: String, logger: Logger, metrics: BrokerMetrics, watch: ConsumerWatch) {
        self.clientName = clientName
        self.logger = logger
        self.metrics = metrics
        self.watch = watch
    }

    var isIdle: Bool {
        control.isEmpty && requests.isEmpty && draining.isEmpty && listeners.values.allSatisfy { $0.subscription.settlements.isEmpty }
    }

    var deadline: ContinuousClock.Instant? {
        var earliest = control.deadline
        func consider(_ time: ContinuousClock.Instant) { earliest = min(earliest ?? time, time) }
        for drain in draining { consider(drain.nextLook) }
        guard connection != nil else { return earliest }
        for listener in listeners.values {
            if case .waiting(let until) = listener.phase { consider(until) }
            if let look = listener.nextLook { consider(look) }
        }
        return earliest
    }

    func attach(to connection: AMQPConnection) throws {
        self.connection = connection
        trouble = nil
        lastChannel = ControlChannel.number
        for operation in kept {
            do {
                _ = try control.ask(operation, connection)
            } catch let closed as ChannelClosed {
                logger.error("the topology could not be restored", metadata: ["reason": "\(closed.reason)"])
            }
        }
    }

    func detach(because reason: BrokerError) {
        connection = nil
        trouble = reason
        control.lost()
        byChannel = [:]
        for listener in listeners.values { listener.lostChannel() }
        for drain in draining { drain.continuation.resume() }
        draining = []
        // Nobody is let in by waiting: whoever asked something is told at once.
        if reason.kind == .accessRefused {
            control.failAll(reason)
        }
        handOver()
    }

    // MARK: Commands

    func accept(_ command: Command) {
        switch command {
        case .subscribe(let subscription):
            let listener = Listener(subscription, watch: watch)
            if finished { return listener.end(throwing: BrokerError(.closed, "The broker's connection was closed.")) }
            listeners[ObjectIdentifier(subscription)] = listener
        case .cancel, .release:
            // They write to the socket, or wait for what is written before them.
            requests.append(command)
        case .control(let call, let continuation):
            call.ask(continuation)
            if finished {
                call.answer(.failure(BrokerError(.closed, "The broker's connection was closed.")))
            } else {
                control.append(call)
            }
        case .withdraw(let call):
            call.withdraw()
        case .keep(let operations):
            kept += operations
        }
        if finished || connection == nil { withoutConnection() }
    }

    /// Without a connection there is nothing to settle and nobody to ask.
    private func withoutConnection() {
        while let request = requests.popFirst() {
            switch request {
            case .cancel(let subscription): listeners[ObjectIdentifier(subscription)]?.end()
            case .release(let subscription, let continuation):
                listeners[ObjectIdentifier(subscription)] = nil
                continuation.resume()
            case .subscribe, .control, .withdraw, .keep: break
            }
        }
    }

    func expire() {
        control.expire(trouble)
    }

    func finish() {
        finished = true
        let reason = BrokerError(.closed, "The broker's connection was closed.")
        detach(because: reason)
        withoutConnection()
        for listener in listeners.values { listener.end(throwing: reason) }
        listeners = [:]
        control.failAll(reason)
    }

    func handOver() {
        guard consumed > 0 else { return }
        for listener in listeners.values { listener.handOver() }
        metrics.add(consumed: consumed, redelivered: redelivered)
        (consumed, redelivered) = (0, 0)
    }

    // MARK: Events

    func handle(_ event: ConnectionEvent) throws {
        switch event {
        case .delivered(let channel, let tag, let content):
            consumed += 1
            if content.redelivered { redelivered += 1 }
            byChannel[channel]?.received(content, tag: tag)
            expectsCommandsSoon = true
        case .consumerCancelled(let channel):
            guard let listener = byChannel[channel] else { return }
            logger.warning("RabbitMQ ended a consumer", metadata: ["queue": "\(listener.subscription.queue)"])
            if case .listening = listener.phase { listener.retryLater() } else { listener.end() }
        case .cancelConfirmed(let channel):
            byChannel[channel]?.end()
        case .channelClosed(let channel, let reason):
            lost(channel, reason)
        case .acknowledged, .nacked, .returned, .blocked, .unblocked:
            break
        }
    }

    private func lost(_ channel: UInt16, _ reason: BrokerError) {
        if channel == ControlChannel.number { control.lost() }
        // There is nothing left to close: to do so would cost the connection.
        if let index = draining.firstIndex(where: { $0.channel == channel }) { draining.remove(at: index).continuation.resume() }
        guard let listener = byChannel.removeValue(forKey: channel) else { return }
        listener.lostChannel()
        refused(listener, reason)
    }

    /// A missing permission at the first attempt is the configuration's fault, and is told; anything else may heal.
    private func refused(_ listener: Listener, _ reason: BrokerError) {
        guard case .waiting = listener.phase else { return }
        if reason.kind == .accessRefused, !listener.wasListening { return listener.end(throwing: reason) }
        logger.warning(
            "cannot consume; trying again", metadata: ["queue": "\(listener.subscription.queue)", "reason": "\(reason)"])
        listener.retryLater()
    }

    // MARK: Work

    func work() throws -> Readiness {
        guard let connection else { return .waiting }
        defer { expectsCommandsSoon = false }
        for listener in listeners.values { try listener.collect(connection) }
        while let request = requests.popFirst() { try perform(request, connection) }
        try look(connection)
        for listener in listeners.values {
            if case .waiting(let until) = listener.phase, until <= .now { try listen(listener, connection) }
        }
        try drain(connection)
        return try control.askNext(connection) ? .ready : .waiting
    }

    private func perform(_ request: Command, _ connection: AMQPConnection) throws {
        switch request {
        case .cancel(let subscription):
            guard let listener = listeners[ObjectIdentifier(subscription)] else { return }
            guard case .listening = listener.phase, let channel = listener.channel else { return listener.end() }
            // First the phase: should the connection be lost in the call, the listener ends instead of consuming again.
            listener.phase = .cancelling
            try connection.cancelConsumer(tag: clientName, on: channel)
        case .release(let subscription, let continuation):
            guard let listener = listeners.removeValue(forKey: ObjectIdentifier(subscription)), let channel = listener.channel else {
                return continuation.resume()
            }
            byChannel[channel] = nil
            guard listener.hasTold else {
                defer { continuation.resume() }
                return try connection.closeChannel(channel)
            }
            // However the subscription ended: what it acknowledged is to be taken in before the channel goes.
            draining.append(Draining(queue: subscription.queue, channel: channel, continuation: continuation))
            if case .listening = listener.phase { try connection.cancelConsumer(tag: clientName, on: channel) }
        case .subscribe, .control, .withdraw, .keep:
            break
        }
    }

    private func drain(_ connection: AMQPConnection) throws {
        var index = 0
        while index < draining.count {
            guard draining[index].nextLook <= .now else {
                index += 1
                continue
            }
            var depth: QueueDepth?
            do {
                depth = try control.ask(.depth(queue: draining[index].queue), connection)
            } catch is ChannelClosed {
                // The queue is gone, and with it what could come again.
            }
            guard draining[index].isOver(depth) else { continue }
            let drained = draining.remove(at: index)
            defer { drained.continuation.resume() }
            try connection.closeChannel(drained.channel)
        }
    }

    /// Asks after the consumers from which nothing has come for a while; those that the broker has lost consume again, on a new channel.
    private func look(_ connection: AMQPConnection) throws {
        let now = ContinuousClock.now
        for listener in listeners.values where listener.isLookDue(at: now) {
            var depth: QueueDepth?
            do {
                depth = try control.ask(.depth(queue: listener.subscription.queue), connection)
            } catch is ChannelClosed {
                // There is no such queue: the broker should have said so.
            }
            guard listener.isForgotten(depth), let channel = listener.channel else { continue }
            logger.warning("RabbitMQ has lost a consumer; consuming again", metadata: ["queue": "\(listener.subscription.queue)"])
            byChannel[channel] = nil
            listener.lostChannel()
            try connection.closeChannel(channel)
        }
    }

    private func listen(_ listener: Listener, _ connection: AMQPConnection) throws {
        let subscription = listener.subscription
        do {
            guard let channel = try listener.channel ?? open(listener, connection) else {
                logger.warning("too many consumers on one connection", metadata: ["queue": "\(subscription.queue)"])
                return listener.retryLater()
            }
            try connection.consume(subscription.queue, prefetch: subscription.prefetch, tag: clientName, on: channel)
            listener.listening()
        } catch let closed as ChannelClosed {
            lost(closed.channel, closed.reason)
        }
    }

    /// Nil where all channels are in use.
    private func open(_ listener: Listener, _ connection: AMQPConnection) throws -> UInt16? {
        guard byChannel.count + draining.count < Int(Self.highestChannel - ControlChannel.number) else { return nil }
        // Numbers are not used again soon: a late frame of an old channel then finds nobody.
        repeat {
            lastChannel = lastChannel >= Self.highestChannel ? ControlChannel.number + 1 : lastChannel + 1
        } while byChannel[lastChannel] != nil || draining.contains { $0.channel == lastChannel }
        try connection.openChannel(lastChannel)
        listener.opened(lastChannel)
        byChannel[lastChannel] = listener
        return lastChannel
    }
}
