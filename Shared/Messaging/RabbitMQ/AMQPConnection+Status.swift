import CRabbitMQ

extension AMQPConnection {
    /// Throws what a status of the library means. `operation` completes "could not …".
    static func check(_ status: Int32, _ operation: String) throws {
        guard status < 0 else { return }
        let text = String(cString: amqp_error_string2(status))
        let kind: BrokerError.Kind = status == AMQP_STATUS_TIMEOUT.rawValue ? .timedOut : .connectionLost
        throw BrokerError(kind, "Could not \(operation): \(text).")
    }

    func check(_ status: Int32, _ operation: String) throws {
        try Self.check(status, operation)
    }

    /// Throws what the answer to the last remote procedure call means, if it is not the one that was hoped for. An answer is a sign of life
    /// too: a broker that answers all the time sends no heartbeats.
    func checkReply(_ operation: String, on channel: UInt16) throws {
        try check(amqp_get_rpc_reply(state), operation, on: channel)
    }

    /// The same of an answer at hand.
    func check(_ reply: amqp_rpc_reply_t, _ operation: String, on channel: UInt16) throws {
        if reply.reply_type != AMQP_RESPONSE_LIBRARY_EXCEPTION { heard(at: .now) }
        switch reply.reply_type {
        case AMQP_RESPONSE_NORMAL: return
        case AMQP_RESPONSE_SERVER_EXCEPTION: try closed(reply.reply, on: channel, during: operation)
        case AMQP_RESPONSE_LIBRARY_EXCEPTION: try check(reply.library_error, operation)
        default: break
        }
        throw BrokerError(.connectionLost, "RabbitMQ gave no answer when asked to \(operation).")
    }
}
