/// Which lines to databases and brokers may go without TLS, or without a look at the other side's certificate.
package enum PlainLines: String, CaseIterable, Sendable {
    /// Those that leave no machine: sockets and loopback.
    case loopback
    /// All: the operator says that the network between the machines is guarded in another way.
    case trustedNetwork = "trusted_network"

    /// Whether a line to `host` leaves this machine; a path, or none, is a socket.
    package static func leavesTheMachine(to host: String?) -> Bool {
        guard let host, !host.isEmpty, !host.hasPrefix("/"), !host.hasPrefix("@") else { return false }
        let isLoopback = host.hasPrefix("127.") && host.allSatisfy { $0.isNumber || $0 == "." }
        return host != "localhost" && host != "::1" && !isLoopback
    }
}
