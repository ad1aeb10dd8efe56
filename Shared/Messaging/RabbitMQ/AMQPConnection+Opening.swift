import CRabbitMQ
import Glibc

extension AMQPConnection {
    private static let frameMax: Int32 = 131_072

    static func connect(_ state: amqp_connection_state_t, to host: BrokerAddress.Host, tls: BrokerAddress.TLS?) throws {
        guard let socket = tls == nil ? amqp_tcp_socket_new(state) : amqp_ssl_socket_new(state) else {
            throw BrokerError(.connectionLost, "There is no memory for a socket.")
        }
        if let tls { try verify(socket, tls) }
        var patience = timeval(tv_sec: 5, tv_usec: 0)
        try check(amqp_socket_open_noblock(socket, host.name, Int32(host.port), &patience), "reach RabbitMQ at \(host.name):\(host.port)")
    }

    private static func verify(_ socket: OpaquePointer, _ tls: BrokerAddress.TLS) throws {
        try check(amqp_ssl_socket_set_cacert(socket, tls.authorities), "read the authorities in \(tls.authorities)")
        if let (chain, key) = tls.certificate {
            try check(amqp_ssl_socket_set_key(socket, chain, key), "read the certificate \(chain) with its key \(key)")
        }
        amqp_ssl_socket_set_verify_peer(socket, 1)
        amqp_ssl_socket_set_verify_hostname(socket, 1)
        try check(amqp_ssl_socket_set_ssl_versions(socket, AMQP_TLSv1_2, AMQP_TLSvLATEST), "insist on TLS 1.2")
    }

    static func logIn(_ state: amqp_connection_state_t, address: BrokerAddress, clientName: String, heartbeat: Int) throws {
        var patience = timeval(tv_sec: 10, tv_usec: 0)
        try check(amqp_set_handshake_timeout(state, &patience), "set a time limit")
        try check(amqp_set_rpc_timeout(state, &patience), "set a time limit")

        let scratch = Scratch()
        scratch.prepare(bytes: 256 + clientName.utf8.count, entries: 5)
        let capabilities = scratch.table([
            ("connection.blocked", .bool(true)), ("consumer_cancel_notify", .bool(true)), ("publisher_confirms", .bool(true)),
        ])
        var properties = scratch.table([("connection_name", .string(clientName))], nested: ("capabilities", capabilities))
        let reply = caunoi_login_plain(
            state, address.virtualHost, 0, frameMax, Int32(clamping: heartbeat), &properties, address.user, address.password)
        withExtendedLifetime(scratch) {}
        try check(reply, state: state, "log in as \(address.user) to \(address.virtualHost)")
    }

    private static func check(_ reply: amqp_rpc_reply_t, state: amqp_connection_state_t, _ operation: String) throws {
        switch reply.reply_type {
        case AMQP_RESPONSE_NORMAL:
            return
        case AMQP_RESPONSE_SERVER_EXCEPTION where reply.reply.id == amqp_method_number_t(AMQP_CONNECTION_CLOSE_METHOD):
            let close = reply.reply.decoded.load(as: amqp_connection_close_t.self)
            throw BrokerError(replyCode: Int(close.reply_code), text: String(close.reply_text), during: operation)
        case AMQP_RESPONSE_LIBRARY_EXCEPTION:
            try check(reply.library_error, operation)
        default:
            break
        }
        throw BrokerError(.connectionLost, "RabbitMQ hung up when asked to \(operation).")
    }
}
