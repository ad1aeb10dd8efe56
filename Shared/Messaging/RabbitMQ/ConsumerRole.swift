import Logging

/// Consumes: one channel a subscription, all on one connection, and one channel for questions and declarations.
final class ConsumerRole: ConnectionRole {
    enum Command: Sendable {
        case subscribe(Subscription)
        case settle(Subscription, Received, Disposition)
        /// Deliver no more.
        case cancel(Subscription)
        /// Forget the subscription; what is unsettled goes back to its queue. Answers when the broker has heard of all that is settled.
        case release(Subscription, CheckedContinuation<Void, Never>)
        case control(ControlCall)
    }

    private static let controlChannel: UInt16 = 1
    private static let highestChannel: UInt16 = 2_000

    private let clientName: String
    private let logger: Logger
    private var connection: AMQPConnection?
    private var listeners: [ObjectIdentifier: Listener] = [:]
    private var byChannel: [UInt16: Listener] = [:]
    private var lastChannel = controlChannel
    private var controlIsOpen = false
    private var controls = Queue<ControlCall>()
    private var requests = Queue<Command>()
    private var finished = false
    private var trouble: BrokerError?

    init(clientName: String, logger: Logger) {
        self.clientName = clientName
        self.logger = logger
    }

    var isIdle: Bool { controls.isEmpty && requests.isEmpty && !listeners.values.contains { $0.window.isDirty } }

    var deadline: ContinuousClock.Instant? {
        var times = listeners.values.compactMap { listener in
            if case .waiting(let until) = listener.phase, connection != nil { until } else { nil }
        }
        if let control = controls.first { times.append(control.deadline) }
        return times.min()
    }

    func attach(to connection: AMQPConnection) throws {
        self.connection = connection
        trouble = nil
        lastChannel = Self.controlChannel
    }

    func detach(because reason: BrokerError) {
        connection = nil
        trouble = reason
        controlIsOpen = false
        byChannel = [:]
        for listener in listeners.values { listener.lostChannel() }
        // Nobody is let in by waiting: whoever asked something is told at once.
        if reason.kind == .accessRefused {
            while let call = controls.popFirst() { call.continuation.resume(throwing: reason) }
        }
    }

    // MARK: Commands

    func accept(_ command: Command) {
        switch command {
        case .subscribe(let subscription):
            let listener = Listener(subscription)
            if finished { return listener.end(throwing: BrokerError(.closed, "The broker's connection was closed.")) }
            listeners[ObjectIdentifier(subscription)] = listener
        case .settle(let subscription, let received, .ack):
            listeners[ObjectIdentifier(subscription)]?.acknowledge(received)
        case .settle, .cancel, .release:
            // They write to the socket, or wait for what is written before them.
            requests.append(command)
        case .control(let call):
            if finished {
                call.continuation.resume(throwing: BrokerError(.closed, "The broker's connection was closed."))
            } else {
                controls.append(call)
            }
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
            case .subscribe, .settle, .control: break
            }
        }
    }

    func expire() {
        while let call = controls.first, call.deadline <= .now {
            controls.removeFirst()
            call.continuation.resume(throwing: BrokerError(.timedOut, "RabbitMQ could not be asked in time. \(trouble?.message ?? "")"))
        }
    }

    func finish() {
        finished = true
        let reason = BrokerError(.closed, "The broker's connection was closed.")
        detach(because: reason)
        withoutConnection()
        for listener in listeners.values { listener.end(throwing: reason) }
        listeners = [:]
        while let call = controls.popFirst() { call.continuation.resume(throwing: reason) }
    }

    // MARK: Events

    func handle(_ event: ConnectionEvent) throws {
        switch event {
        case .delivered(let channel, let tag, let redelivered, let message):
            byChannel[channel]?.received(message, tag: tag, redelivered: redelivered)
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
        if channel == Self.controlChannel { controlIsOpen = false }
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
        while let request = requests.popFirst() { try perform(request, connection) }
        for listener in listeners.values {
            try listener.flush(to: connection)
            if case .waiting(let until) = listener.phase, until <= .now { try listen(listener, connection) }
        }
        if let call = controls.popFirst() {
            try answer(call, connection)
            return .ready
        }
        return .waiting
    }

    private func perform(_ request: Command, _ connection: AMQPConnection) throws {
        switch request {
        case .settle(let subscription, let received, .reject(let requeue)):
            try listeners[ObjectIdentifier(subscription)]?.reject(received, requeue: requeue, on: connection)
        case .cancel(let subscription):
            guard let listener = listeners[ObjectIdentifier(subscription)] else { return }
            guard case .listening = listener.phase, let channel = listener.channel else { return listener.end() }
            // First the phase: should the connection be lost in the call, the listener ends instead of consuming again.
            listener.phase = .cancelling
            try connection.cancelConsumer(tag: clientName, on: channel)
        case .release(let subscription, let continuation):
            defer { continuation.resume() }
            guard let listener = listeners.removeValue(forKey: ObjectIdentifier(subscription)) else { return }
            try listener.flush(to: connection)
            guard let channel = listener.channel else { return }
            byChannel[channel] = nil
            try connection.closeChannel(channel)
        case .subscribe, .settle, .control:
            break
        }
    }

    private func listen(_ listener: Listener, _ connection: AMQPConnection) throws {
        let subscription = listener.subscription
        do {
            let channel = try listener.channel ?? open(listener, connection)
            try connection.consume(subscription.queue, prefetch: subscription.prefetch, tag: clientName, on: channel)
            listener.listening()
        } catch let closed as ChannelClosed {
            lost(closed.channel, closed.reason)
        }
    }

    private func open(_ listener: Listener, _ connection: AMQPConnection) throws -> UInt16 {
        // Numbers are not used again soon: a late frame of an old channel then finds nobody.
        repeat {
            lastChannel = lastChannel >= Self.highestChannel ? Self.controlChannel + 1 : lastChannel + 1
        } while byChannel[lastChannel] != nil
        try connection.openChannel(lastChannel)
        listener.opened(lastChannel)
        byChannel[lastChannel] = listener
        return lastChannel
    }

    private func answer(_ call: ControlCall, _ connection: AMQPConnection) throws {
        do {
            if !controlIsOpen { try connection.openChannel(Self.controlChannel) }
            controlIsOpen = true
            call.continuation.resume(returning: try call.perform(on: connection, channel: Self.controlChannel))
        } catch let closed as ChannelClosed {
            controlIsOpen = false
            call.continuation.resume(throwing: closed.reason)
        } catch {
            call.continuation.resume(throwing: error)
            throw error
        }
    }
}
