import CRabbitMQ
import Glibc

/// One connection of rabbitmq-c, logged in. Not Sendable: it lives and dies on one thread, the one that opened it.
///
/// A thrown ``BrokerError`` means that the connection is of no more use; a thrown ``ChannelClosed`` only that one channel is.
final class AMQPConnection {
    let state: amqp_connection_state_t
    let socket: Int32
    let frameMax: Int
    /// Where outgoing strings lie while they are encoded.
    let scratch = Scratch()
    /// Frames that are not written yet; nil with TLS, where the library must write each itself.
    let output: FrameBuffer?
    /// Messages half here, by channel.
    let assemblies = ContentAssemblies()
    /// Whether the socket may hold something that was not read.
    var mayRead = true
    private var heartbeat: Heartbeat
    private let descriptors = UnsafeMutablePointer<pollfd>.allocate(capacity: 2)

    private init(state: amqp_connection_state_t, isEncrypted: Bool) {
        self.state = state
        socket = amqp_get_sockfd(state)
        frameMax = Int(amqp_get_frame_max(state))
        output = isEncrypted ? nil : FrameBuffer()
        heartbeat = Heartbeat(seconds: Int(amqp_get_heartbeat(state)), now: .now)
        // From here on the heartbeat is ours.
        amqp_tune_connection(state, amqp_get_channel_max(state), amqp_get_frame_max(state), 0)
    }

    deinit {
        amqp_destroy_connection(state)
        descriptors.deallocate()
    }

    /// Connects and logs in; at most 5 s for the one and 10 s for the other. `heartbeat` in seconds, as we would like it.
    static func open(
        _ host: BrokerAddress.Host, of address: BrokerAddress, clientName: String, heartbeat: Int
    ) throws -> AMQPConnection {
        guard let state = amqp_new_connection() else { throw BrokerError(.connectionLost, "There is no memory for a connection.") }
        do {
            try connect(state, to: host, tls: address.tls)
            try logIn(state, address: address, clientName: clientName, heartbeat: heartbeat)
        } catch {
            amqp_destroy_connection(state)
            throw error
        }
        return AMQPConnection(state: state, isEncrypted: address.tls != nil)
    }

    /// Writes what is left and says goodbye. The memory goes with the object.
    func close() {
        guard (try? finishWriting()) != nil else { return }
        _ = amqp_connection_close(state, AMQP_REPLY_SUCCESS)
    }

    // MARK: Waiting

    /// Sleeps until the broker says something, `wake` is signalled, there is room to write (if asked for), or time is up.
    /// True when it was `wake`.
    func wait(for wake: Wake, writing: Bool, atMost duration: Duration) -> Bool {
        guard amqp_frames_enqueued(state) == 0, amqp_data_in_buffer(state) == 0 else { return false }
        descriptors[0] = pollfd(fd: socket, events: Int16(writing ? POLLIN | POLLOUT : POLLIN), revents: 0)
        descriptors[1] = pollfd(fd: wake.descriptor, events: Int16(POLLIN), revents: 0)
        guard poll(descriptors, 2, duration.pollMilliseconds) > 0 else { return false }
        if descriptors[0].revents & ~Int16(POLLOUT) != 0 { mayRead = true }
        return descriptors[1].revents != 0
    }

    /// Whether something can be written without waiting.
    var isWritable: Bool {
        var descriptor = pollfd(fd: socket, events: Int16(POLLOUT), revents: 0)
        return poll(&descriptor, 1, 0) == 1
    }

    // MARK: Life

    /// How long the thread may sleep before ``showLife(at:)``.
    func heartbeatWait(at now: ContinuousClock.Instant) -> Duration? { heartbeat.wait(at: now) }

    /// When anything came from the broker, a heartbeat at least.
    var lastHeard: ContinuousClock.Instant { heartbeat.heard }

    func heard(at now: ContinuousClock.Instant) {
        heartbeat.hear(at: now)
    }

    /// Sends a heartbeat when it is due. Throws when the broker has been silent for too long.
    func showLife(at now: ContinuousClock.Instant) throws {
        if let silence = heartbeat.silence(at: now) {
            throw BrokerError(.connectionLost, "RabbitMQ has been silent for \(silence.components.seconds) s.")
        }
        if heartbeat.isDue(at: now) { try sendHeartbeat() }
    }
}

extension Duration {
    /// For `poll`: rounded up, so that a wait never ends just before its time.
    var pollMilliseconds: Int32 {
        let (seconds, attoseconds) = components
        if seconds < 0 || attoseconds < 0 { return 0 }
        if seconds > 3_600 { return 3_600_000 }
        return Int32(seconds) * 1_000 + Int32((attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000)
    }
}
