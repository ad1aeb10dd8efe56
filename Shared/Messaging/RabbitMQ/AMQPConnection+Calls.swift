import CRabbitMQ

/// The calls that wait for the broker's answer (at most 10 s, the library's RPC timeout). The library writes by itself in them: first
/// everything of ours must be out.
extension AMQPConnection {
    func openChannel(_ channel: UInt16) throws {
        try finishWriting()
        _ = amqp_channel_open(state, channel)
        try checkReply("open a channel", on: channel)
    }

    func closeChannel(_ channel: UInt16) throws {
        try finishWriting()
        assemblies.forget(channel)
        defer { release(channel) }
        let reply = amqp_channel_close(state, channel, AMQP_REPLY_SUCCESS)
        do {
            try check(reply, "close a channel", on: channel)
        } catch is ChannelClosed {
            // The broker closed it at the same time.
        }
    }

    func selectConfirms(on channel: UInt16) throws {
        try finishWriting()
        _ = amqp_confirm_select(state, channel)
        try checkReply("turn on confirms", on: channel)
    }

    /// Starts a consumer that holds at most `prefetch` messages.
    func consume(_ queue: String, prefetch: UInt16, tag: String, on channel: UInt16) throws {
        try finishWriting()
        scratch.prepare(bytes: queue.utf8.count + tag.utf8.count, entries: 0)
        let (name, label) = (scratch.bytes(queue), scratch.bytes(tag))
        _ = amqp_basic_qos(state, channel, 0, prefetch, 0)
        try checkReply("set the prefetch of \(queue)", on: channel)
        _ = amqp_basic_consume(state, channel, name, label, 0, 0, 0, Scratch.emptyTable)
        try checkReply("consume \(queue)", on: channel)
    }

    func declareExchange(_ name: String, type: String, on channel: UInt16) throws {
        try finishWriting()
        scratch.prepare(bytes: name.utf8.count + type.utf8.count, entries: 0)
        _ = amqp_exchange_declare(state, channel, scratch.bytes(name), scratch.bytes(type), 0, 1, 0, 0, Scratch.emptyTable)
        try checkReply("declare the exchange \(name)", on: channel)
    }

    func declareQueue(_ name: String, arguments: [String: HeaderValue], on channel: UInt16) throws {
        try finishWriting()
        scratch.prepare(bytes: name.utf8.count + Scratch.size(of: arguments), entries: arguments.count)
        _ = amqp_queue_declare(state, channel, scratch.bytes(name), 0, 1, 0, 0, scratch.table(arguments.map { ($0, $1) }))
        try checkReply("declare the queue \(name)", on: channel)
    }

    func depth(of name: String, on channel: UInt16) throws -> QueueDepth {
        try finishWriting()
        scratch.prepare(bytes: name.utf8.count, entries: 0)
        let answer = amqp_queue_declare(state, channel, scratch.bytes(name), 1, 0, 0, 0, Scratch.emptyTable)
        try checkReply("look at the queue \(name)", on: channel)
        guard let answer else { throw BrokerError(.connectionLost, "RabbitMQ gave no answer about the queue \(name).") }
        return QueueDepth(messages: Int(answer.pointee.message_count), consumers: Int(answer.pointee.consumer_count))
    }

    func bind(_ queue: String, to exchange: String, key: String, on channel: UInt16) throws {
        try finishWriting()
        scratch.prepare(bytes: queue.utf8.count + exchange.utf8.count + key.utf8.count, entries: 0)
        _ = amqp_queue_bind(
            state, channel, scratch.bytes(queue), scratch.bytes(exchange), scratch.bytes(key), Scratch.emptyTable)
        try checkReply("bind \(queue) to \(exchange)", on: channel)
    }

    /// Deletes a queue with all that is in it. One that is not there is deleted already.
    func deleteQueue(_ name: String, on channel: UInt16) throws {
        try finishWriting()
        scratch.prepare(bytes: name.utf8.count, entries: 0)
        _ = amqp_queue_delete(state, channel, scratch.bytes(name), 0, 0)
        try checkReply("delete the queue \(name)", on: channel)
    }

    func deleteExchange(_ name: String, on channel: UInt16) throws {
        try finishWriting()
        scratch.prepare(bytes: name.utf8.count, entries: 0)
        _ = amqp_exchange_delete(state, channel, scratch.bytes(name), 0)
        try checkReply("delete the exchange \(name)", on: channel)
    }
}
