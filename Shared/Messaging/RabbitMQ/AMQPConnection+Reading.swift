import CRabbitMQ
import Glibc

extension AMQPConnection {
    /// The next thing the broker said, or nil when there is nothing more to read now.
    func next() throws -> ConnectionEvent? {
        while true {
            if amqp_data_in_buffer(state) == 0, amqp_frames_enqueued(state) == 0 {
                guard mayRead else { return nil }
                // One read takes all that is there, up to the library's 128 KB; for more, `poll` tells. With TLS the library is asked
                // until it has nothing, since more may lie decrypted than the socket shows.
                if output != nil { mayRead = false }
            }
            var frame = amqp_frame_t()
            var immediately = timeval(tv_sec: 0, tv_usec: 0)
            let status = amqp_simple_wait_frame_noblock(state, &frame, &immediately)
            if status == AMQP_STATUS_TIMEOUT.rawValue {
                mayRead = false
                return nil
            }
            try check(status, "read")
            let event = try digest(frame)
            release(frame.channel)
            if let event { return event }
        }
    }

    /// Has the library use a channel's memory again, once everything of it is copied. (Its other function aborts the process when a frame is left in a
    /// queue.)
    func release(_ channel: UInt16) {
        amqp_maybe_release_buffers_on_channel(state, channel)
    }

    private func digest(_ frame: amqp_frame_t) throws -> ConnectionEvent? {
        let channel = frame.channel
        switch Int32(frame.frame_type) {
        case AMQP_FRAME_METHOD:
            return try digest(frame.payload.method, on: channel)
        case AMQP_FRAME_HEADER:
            let header = frame.payload.properties
            let assembly = assemblies[channel]
            guard let decoded = header.decoded?.assumingMemoryBound(to: amqp_basic_properties_t.self) else { return nil }
            assembly.header(decoded, raw: UnsafeRawBufferPointer(header.raw), bodySize: Int(clamping: header.body_size))
            return assembly.completed(on: channel)
        case AMQP_FRAME_BODY:
            let assembly = assemblies[channel]
            assembly.append(UnsafeRawBufferPointer(frame.payload.body_fragment))
            return assembly.completed(on: channel)
        default:
            return nil
        }
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
            assemblies[channel].begin(method.decoded.load(as: amqp_basic_deliver_t.self))
        case amqp_method_number_t(AMQP_BASIC_RETURN_METHOD):
            assemblies[channel].begin(method.decoded.load(as: amqp_basic_return_t.self))
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
            assemblies.forget(channel)
            // The answer must not fall between the halves of another frame.
            try finishWriting()
            var answer = amqp_channel_close_ok_t()
            try check(amqp_send_method(state, channel, amqp_method_number_t(AMQP_CHANNEL_CLOSE_OK_METHOD), &answer), "close a channel")
            throw ChannelClosed(channel: channel, reason: reason)
        }
        if method.id == amqp_method_number_t(AMQP_CONNECTION_CLOSE_METHOD) {
            let close = method.decoded.load(as: amqp_connection_close_t.self)
            let reason = BrokerError(replyCode: Int(close.reply_code), text: String(close.reply_text), during: operation)
            if (try? finishWriting()) != nil {
                var answer = amqp_connection_close_ok_t()
                _ = amqp_send_method(state, 0, amqp_method_number_t(AMQP_CONNECTION_CLOSE_OK_METHOD), &answer)
            }
            throw reason
        }
        throw BrokerError(.connectionLost, "RabbitMQ answered with method \(method.id) when asked to \(operation ?? "go on").")
    }
}
