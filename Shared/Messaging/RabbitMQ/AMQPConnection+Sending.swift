import CRabbitMQ
import Foundation
import Glibc

/// What is sent without waiting for an answer.
extension AMQPConnection {
    /// Publishes one message, persistent and mandatory.
    func publish(_ message: OutgoingMessage, on channel: UInt16) throws {
        let size = message.exchange.utf8.count + message.routingKey.utf8.count + message.type.utf8.count + Scratch.size(of: message.headers)
        scratch.prepare(bytes: size + 64, entries: message.headers.count)
        var properties = amqp_basic_properties_t()
        properties._flags =
            amqp_flags_t(AMQP_BASIC_CONTENT_TYPE_FLAG) | amqp_flags_t(AMQP_BASIC_DELIVERY_MODE_FLAG)
            | amqp_flags_t(AMQP_BASIC_MESSAGE_ID_FLAG) | amqp_flags_t(AMQP_BASIC_TYPE_FLAG)
            | amqp_flags_t(AMQP_BASIC_TIMESTAMP_FLAG) | amqp_flags_t(AMQP_BASIC_HEADERS_FLAG)
        properties.content_type = scratch.bytes("application/json")
        properties.delivery_mode = UInt8(AMQP_DELIVERY_PERSISTENT.rawValue)
        properties.message_id = scratch.bytes(message.id)
        properties.type = scratch.bytes(message.type)
        properties.timestamp = message.timestamp.timestamp
        properties.headers = scratch.table(message.headers)
        let (exchange, key) = (scratch.bytes(message.exchange), scratch.bytes(message.routingKey))
        try message.body.withUnsafeBytes { body in
            if let output {
                var publish = amqp_basic_publish_t(ticket: 0, exchange: exchange, routing_key: key, mandatory: 1, immediate: 0)
                try output.method(amqp_method_number_t(AMQP_BASIC_PUBLISH_METHOD), &publish, room: 600, on: channel)
                try output.header(&properties, bodySize: body.count, room: size + 400, on: channel)
                output.body(body, frameMax: frameMax, on: channel)
            } else {
                // The library only reads the body.
                let content = amqp_bytes_t(len: body.count, bytes: UnsafeMutableRawPointer(mutating: body.baseAddress))
                try check(amqp_basic_publish(state, channel, exchange, key, 1, 0, &properties, content), "publish")
            }
        }
    }

    /// Why `message` cannot be put into frames, or nil.
    func obstacle(to message: OutgoingMessage) -> String? {
        if let long = tooLong(message.exchange) ?? tooLong(message.routingKey) ?? tooLong(message.type) { return long }
        for key in message.headers.keys {
            if let long = tooLong(key) { return long }
        }
        // The header frame is never divided.
        if Scratch.size(of: message.headers) + 1_024 > frameMax { return "its headers do not fit into a frame of \(frameMax) bytes" }
        return nil
    }

    private func tooLong(_ name: String) -> String? {
        name.utf8.count > 255 ? "“\(name.prefix(40))…” is longer than 255 bytes" : nil
    }

    func acknowledge(_ tag: UInt64, multiple: Bool, on channel: UInt16) throws {
        var ack = amqp_basic_ack_t(delivery_tag: tag, multiple: multiple ? 1 : 0)
        try send(AMQP_BASIC_ACK_METHOD, &ack, room: 16, on: channel, "acknowledge")
    }

    func reject(_ tag: UInt64, requeue: Bool, on channel: UInt16) throws {
        var reject = amqp_basic_reject_t(delivery_tag: tag, requeue: requeue ? 1 : 0)
        try send(AMQP_BASIC_REJECT_METHOD, &reject, room: 16, on: channel, "reject")
    }

    /// Asks the broker to deliver no more; ``ConnectionEvent/cancelConfirmed(channel:)`` answers.
    func cancelConsumer(tag: String, on channel: UInt16) throws {
        scratch.prepare(bytes: tag.utf8.count, entries: 0)
        var cancel = amqp_basic_cancel_t(consumer_tag: scratch.bytes(tag), nowait: 0)
        try send(AMQP_BASIC_CANCEL_METHOD, &cancel, room: 300, on: channel, "cancel a consumer")
    }

    func sendHeartbeat() throws {
        if let output { return output.heartbeat() }
        var frame = amqp_frame_t()
        frame.frame_type = UInt8(AMQP_FRAME_HEARTBEAT)
        try check(amqp_send_frame(state, &frame), "send a heartbeat")
    }

    // MARK: Writing

    /// How much is encoded and not written.
    var unwritten: Int { output?.count ?? 0 }

    /// Writes as much as the socket takes without waiting. True when nothing is left.
    func write() throws -> Bool { try output?.write(to: socket) ?? true }

    /// Writes all that is left, waiting for the socket, at most 10 s.
    func finishWriting() throws {
        let end = ContinuousClock.now + .seconds(10)
        while try !write() {
            guard .now < end else { throw BrokerError(.timedOut, "RabbitMQ takes nothing more from the socket.") }
            var descriptor = pollfd(fd: socket, events: Int16(POLLOUT), revents: 0)
            poll(&descriptor, 1, 1_000)
        }
    }

    private func send(_ number: amqp_method_number_t, _ method: UnsafeMutableRawPointer, room: Int, on channel: UInt16, _ operation: String)
        throws
    {
        if let output { return try output.method(number, method, room: room, on: channel) }
        try check(amqp_send_method(state, channel, number, method), operation)
    }
}
