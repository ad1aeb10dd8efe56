import CRabbitMQ
import Glibc

/// One connection of rabbitmq-c, logged in. Not Sendable: it lives and dies on one thread, the one that opened it.
///
/// A thrown ``BrokerError`` means that the connection is of no more use; a thrown ``ChannelClosed`` only that one channel is.
final class AMQPConnection {
    let state: amqp_connection_state_t
    let socket: Int32
    let frameMax: Int
    /// Messages half here, by channel.
    private var assemblies: [UInt16: ContentAssembly] = [:]
    /// Where outgoing strings lie while they are encoded.
    let scratch = Scratch()

    private init(state: amqp_connection_state_t) {
        self.state = state
        socket = amqp_get_sockfd(state)
        frameMax = Int(amqp_get_frame_max(state))
    }

    deinit {
        amqp_destroy_connection(state)
    }

    /// Connects and logs in; at most 5 s for the one and 10 s for the other.
    static func open(_ host: BrokerAddress.Host, of address: BrokerAddress, clientName: String) throws -> AMQPConnection {
        guard let state = amqp_new_connection() else { throw BrokerError(.connectionLost, "There is no memory for a connection.") }
        do {
            try connect(state, to: host, tls: address.tls)
            try logIn(state, address: address, clientName: clientName)
        } catch {
            amqp_destroy_connection(state)
            throw error
        }
        return AMQPConnection(state: state)
    }

    /// Says goodbye. The memory goes with the object.
    func close() {
        _ = amqp_connection_close(state, AMQP_REPLY_SUCCESS)
    }

    // MARK: Waiting

    /// Sleeps until the broker says something, `wake` is signalled, there is room to write (if asked for), or time is up.
    /// True when it was `wake`.
    func wait(for wake: Wake, writing: Bool, atMost duration: Duration) -> Bool {
        guard amqp_frames_enqueued(state) == 0, amqp_data_in_buffer(state) == 0 else { return false }
        var descriptors = [
            pollfd(fd: socket, events: Int16(writing ? POLLIN | POLLOUT : POLLIN), revents: 0),
            pollfd(fd: wake.descriptor, events: Int16(POLLIN), revents: 0),
        ]
        return poll(&descriptors, 2, duration.pollMilliseconds) > 0 && descriptors[1].revents != 0
    }

    /// Whether a small message can be written without waiting.
    var isWritable: Bool {
        var descriptor = pollfd(fd: socket, events: Int16(POLLOUT), revents: 0)
        return poll(&descriptor, 1, 0) == 1
    }

    // MARK: Reading

    /// The next thing the broker said, or nil when there is nothing more to read now. Also sends our heartbeat when it is due
    /// and notices when the broker's is missing.
    func next() throws -> ConnectionEvent? {
        while true {
            var frame = amqp_frame_t()
            var immediately = timeval(tv_sec: 0, tv_usec: 0)
            let status = amqp_simple_wait_frame_noblock(state, &frame, &immediately)
            if status == AMQP_STATUS_TIMEOUT.rawValue { return nil }
            try check(status, "read")
            let event = try digest(frame)
            // Everything is copied by now. (The other function of the library aborts the process when a frame is left in a queue.)
            amqp_maybe_release_buffers_on_channel(state, frame.channel)
            if let event { return event }
        }
    }

    private func digest(_ frame: amqp_frame_t) throws -> ConnectionEvent? {
        let channel = frame.channel
        switch Int32(frame.frame_type) {
        case AMQP_FRAME_METHOD:
            return try digest(frame.payload.method, on: channel)
        case AMQP_FRAME_HEADER:
            let header = frame.payload.properties
            let size = Int(clamping: header.body_size)
            let properties = IncomingProperties(decoded: header.decoded)
            assemblies[channel]?.header(properties, bodySize: size)
            return completed(channel)
        case AMQP_FRAME_BODY:
            assemblies[channel]?.append(UnsafeRawBufferPointer(frame.payload.body_fragment))
            return completed(channel)
        default:
            return nil
        }
    }

    private func completed(_ channel: UInt16) -> ConnectionEvent? {
        guard let assembly = assemblies[channel], assembly.isComplete else { return nil }
        assemblies[channel] = nil
        return assembly.event(on: channel)
    }

    private func digest(_ method: amqp_method_t, on channel: UInt16) throws -> ConnectionEvent? {
        switch method.id {
        case amqp_method_number_t(AMQP_BASIC_ACK_METHOD):
            let ack = method.decoded.load(as: amqp_basic_ack_t.self)
            return .acknowledged(tag: ack.delivery_tag, multiple: ack.multiple != 0)
        case amqp_method_number_t(AMQP_BASIC_NACK_METHOD):
            let nack = method.decoded.load(as: amqp_basic_nack_t.self)
            return .nacked(tag: nack.delivery_tag, multiple: nack.multiple != 0)
        case amqp_method_number_t(AMQP_BASIC_DELIVER_METHOD):
            let delivery = method.decoded.load(as: amqp_basic_deliver_t.self)
            assemblies[channel] = ContentAssembly(
                .delivery(tag: delivery.delivery_tag, redelivered: delivery.redelivered != 0),
                exchange: String(delivery.exchange), routingKey: String(delivery.routing_key))
        case amqp_method_number_t(AMQP_BASIC_RETURN_METHOD):
            let returned = method.decoded.load(as: amqp_basic_return_t.self)
            assemblies[channel] = ContentAssembly(
                .returned(reason: "\(String(returned.reply_text)) (\(returned.reply_code))"),
                exchange: String(returned.exchange), routingKey: String(returned.routing_key))
        case amqp_method_number_t(AMQP_BASIC_CANCEL_METHOD):
            return .consumerCancelled(channel: channel)
        case amqp_method_number_t(AMQP_BASIC_CANCEL_OK_METHOD):
            return .cancelConfirmed(channel: channel)
        case amqp_method_number_t(AMQP_CONNECTION_BLOCKED_METHOD):
            return .blocked(reason: String(method.decoded.load(as: amqp_connection_blocked_t.self).reason))
        case amqp_method_number_t(AMQP_CONNECTION_UNBLOCKED_METHOD):
            return .unblocked
        case amqp_method_number_t(AMQP_CHANNEL_CLOSE_METHOD), amqp_method_number_t(AMQP_CONNECTION_CLOSE_METHOD):
            do {
                try closed(method, on: channel, during: nil)
            } catch let closed as ChannelClosed {
                return .channelClosed(channel: channel, closed.reason)
            }
        default:
            break
        }
        return nil
    }

    /// Answers the broker's closing of a channel or of the connection, and throws what it gave as reason.
    func closed(_ method: amqp_method_t, on channel: UInt16, during operation: String?) throws {
        if method.id == amqp_method_number_t(AMQP_CHANNEL_CLOSE_METHOD) {
            let close = method.decoded.load(as: amqp_channel_close_t.self)
            let reason = BrokerError(replyCode: Int(close.reply_code), text: String(close.reply_text), during: operation)
            var answer = amqp_channel_close_ok_t()
            assemblies[channel] = nil
            try check(amqp_send_method(state, channel, amqp_method_number_t(AMQP_CHANNEL_CLOSE_OK_METHOD), &answer), "close a channel")
            throw ChannelClosed(channel: channel, reason: reason)
        }
        if method.id == amqp_method_number_t(AMQP_CONNECTION_CLOSE_METHOD) {
            let close = method.decoded.load(as: amqp_connection_close_t.self)
            let reason = BrokerError(replyCode: Int(close.reply_code), text: String(close.reply_text), during: operation)
            var answer = amqp_connection_close_ok_t()
            _ = amqp_send_method(state, 0, amqp_method_number_t(AMQP_CONNECTION_CLOSE_OK_METHOD), &answer)
            throw reason
        }
        throw BrokerError(.connectionLost, "RabbitMQ answered with method \(method.id) when asked to \(operation ?? "go on").")
    }
}

extension Duration {
    /// For `poll`: rounded up, so that a wait never ends just before its time.
    var pollMilliseconds: Int32 {
        let (seconds, attoseconds) = components
        if seconds < 0 { return 0 }
        if seconds > 3_600 { return 3_600_000 }
        return Int32(seconds) * 1_000 + Int32((attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000)
    }
}
