import CRabbitMQ
import Foundation
import Glibc

/// What is sent without waiting for an answer.
extension AMQPConnection {
    /// Publishes one message, persistent and mandatory.
    func publish(_ message: OutgoingMessage, on channel: UInt16) throws {
        scratch.prepare(
            bytes: message.exchange.utf8.count + message.routingKey.utf8.count + message.type.utf8.count + Scratch.size(of: message.headers)
                + 64,
            entries: message.headers.count)
        var properties = amqp_basic_properties_t()
        properties._flags =
            amqp_flags_t(AMQP_BASIC_CONTENT_TYPE_FLAG) | amqp_flags_t(AMQP_BASIC_DELIVERY_MODE_FLAG)
            | amqp_flags_t(AMQP_BASIC_MESSAGE_ID_FLAG) | amqp_flags_t(AMQP_BASIC_TYPE_FLAG)
            | amqp_flags_t(AMQP_BASIC_TIMESTAMP_FLAG) | amqp_flags_t(AMQP_BASIC_HEADERS_FLAG)
        properties.content_type = scratch.bytes("application/json")
        properties.delivery_mode = UInt8(AMQP_DELIVERY_PERSISTENT.rawValue)
        properties.message_id = scratch.bytes(message.id)
        properties.type = scratch.bytes(message.type)
        properties.timestamp = UInt64(max(0, message.timestamp.timeIntervalSince1970))
        properties.headers = scratch.table(message.headers)
        let (exchange, key) = (scratch.bytes(message.exchange), scratch.bytes(message.routingKey))

        let status = message.body.withUnsafeBytes { body in
            // The library only reads the body.
            let content = amqp_bytes_t(len: body.count, bytes: UnsafeMutableRawPointer(mutating: body.baseAddress))
            return amqp_basic_publish(state, channel, exchange, key, 1, 0, &properties, content)
        }
        try check(status, "publish")
        // The library marks each full body frame "more follows": when none does, the kernel would hold the last one back for 200 ms.
        if message.body.count % (frameMax - 8) == 0 { push() }
    }

    /// Why `message` cannot be put into frames, or nil.
    func obstacle(to message: OutgoingMessage) -> String? {
        let names = [message.exchange, message.routingKey, message.type] + message.headers.keys
        if let long = names.first(where: { $0.utf8.count > 255 }) { return "“\(long.prefix(40))…” is longer than 255 bytes" }
        // The header frame is never divided.
        if Scratch.size(of: message.headers) + 1_024 > frameMax { return "its headers do not fit into a frame of \(frameMax) bytes" }
        return nil
    }

    func acknowledge(_ tag: UInt64, multiple: Bool, on channel: UInt16) throws {
        try check(amqp_basic_ack(state, channel, tag, multiple ? 1 : 0), "acknowledge")
    }

    func reject(_ tag: UInt64, requeue: Bool, on channel: UInt16) throws {
        try check(amqp_basic_reject(state, channel, tag, requeue ? 1 : 0), "reject")
    }

    /// Asks the broker to deliver no more; ``ConnectionEvent/cancelConfirmed(channel:)`` answers.
    func cancelConsumer(tag: String, on channel: UInt16) throws {
        scratch.prepare(bytes: tag.utf8.count, entries: 0)
        var cancel = amqp_basic_cancel_t(consumer_tag: scratch.bytes(tag), nowait: 0)
        try check(amqp_send_method(state, channel, amqp_method_number_t(AMQP_BASIC_CANCEL_METHOD), &cancel), "cancel a consumer")
    }

    /// Makes the kernel send what it holds back: setting TCP_NODELAY again does that.
    private func push() {
        var on: Int32 = 1
        _ = setsockopt(socket, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
    }
}
