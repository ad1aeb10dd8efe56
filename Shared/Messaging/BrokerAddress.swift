import Foundation
package import Models

/// Where RabbitMQ is and who comes: `amqp(s)://user:password@host:port[,host:port…]/vhost[?cacertfile=…&certfile=…&keyfile=…]`
/// (https://www.rabbitmq.com/uri-spec.html). Several hosts are tried in turn. With `amqps` the server's certificate and name are verified.
package struct BrokerAddress: Sendable, Hashable {
    /// One node of the cluster.
    package struct Host: Sendable, Hashable {
        package let name: String
        package let port: Int

        package init(name: String, port: Int) {
            self.name = name
            self.port = port
        }
    }

    /// The files TLS works with.
    package struct TLS: Sendable, Hashable {
        /// PEM of the authorities that are trusted.
        package var authorities: String
        /// PEM of the client's own certificate and key, where the broker asks for one.
        package var certificate: (chain: String, key: String)? {
            guard let chain, let key else { return nil }
            return (chain, key)
        }
        var chain: String?
        var key: String?
    }

    package let hosts: [Host]
    package let user: String
    package let password: String
    package let virtualHost: String
    package let tls: TLS?

    /// Reads an address. Throws ``BrokerError`` with the reason, and never with the password.
    package init(url: String) throws {
        let (scheme, rest) = try Self.split(url, at: "://", missing: "the scheme (amqp:// or amqps://)")
        guard scheme == "amqp" || scheme == "amqps" else { throw Self.malformed("the scheme \(scheme) is neither amqp nor amqps") }
        let (location, query) = Self.cut(rest, at: "?")
        let (authority, path) = Self.cut(location, at: "/")
        let at = authority.lastIndex(of: "@")
        let (user, password) = Self.cut(at.map { String(authority[..<$0]) } ?? "guest:guest", at: ":")
        let places = at.map { String(authority[authority.index(after: $0)...]) } ?? authority

        self.user = try Self.decoded(user)
        self.password = try Self.decoded(password ?? "")
        self.virtualHost = try path.map { $0.isEmpty ? "/" : try Self.decoded($0) } ?? "/"
        self.hosts = try places.split(separator: ",").map { try Self.host(String($0), standardPort: scheme == "amqps" ? 5671 : 5672) }
        self.tls = try scheme == "amqps" ? Self.tls(query ?? "") : nil
        if hosts.isEmpty { throw Self.malformed("there is no host") }
    }

    /// Throws ``BrokerError`` where a line that leaves the machine would go without TLS, and `plain` does not say that it may.
    package func check(_ plain: PlainLines) throws {
        guard tls == nil, plain == .loopback, let away = hosts.first(where: { PlainLines.leavesTheMachine(to: $0.name) }) else { return }
        throw BrokerError(
            .invalidAddress,
            "The line to the broker at \(away.name) would go without TLS, and it leaves this machine: say amqps:// (with ?cacertfile=FILE for "
                + "authorities of your own), or CAUNOI_LINES_PLAIN=trusted_network where the network between the machines is guarded in another way."
        )
    }

    private static func host(_ text: String, standardPort: Int) throws -> Host {
        var (name, port) = (text, String(standardPort))
        if text.hasPrefix("["), let end = text.firstIndex(of: "]") {
            name = String(text[text.index(after: text.startIndex)..<end])
            let tail = text[text.index(after: end)...]
            if tail.hasPrefix(":") { port = String(tail.dropFirst()) }
        } else if let colon = text.lastIndex(of: ":") {
            name = String(text[..<colon])
            port = String(text[text.index(after: colon)...])
        }
        guard let number = Int(port), (1...65_535).contains(number) else { throw malformed("\(port) is no port") }
        guard !name.isEmpty else { throw malformed("a host has no name") }
        return Host(name: name, port: number)
    }

    private static func tls(_ query: String) throws -> TLS {
        var tls = TLS(authorities: "/etc/ssl/certs/ca-certificates.crt")
        for pair in query.split(separator: "&") {
            let (name, value) = cut(String(pair), at: "=")
            switch name {
            case "cacertfile": tls.authorities = try decoded(value ?? "")
            case "certfile": tls.chain = try decoded(value ?? "")
            case "keyfile": tls.key = try decoded(value ?? "")
            default: throw malformed("the option \(name) is not known")
            }
        }
        return tls
    }

    private static func split(_ text: String, at mark: String, missing: String) throws -> (String, String) {
        guard let range = text.range(of: mark) else { throw malformed("\(missing) is missing") }
        return (String(text[..<range.lowerBound]), String(text[range.upperBound...]))
    }

    private static func cut(_ text: String, at mark: Character) -> (String, String?) {
        guard let index = text.firstIndex(of: mark) else { return (text, nil) }
        return (String(text[..<index]), String(text[text.index(after: index)...]))
    }

    private static func decoded(_ text: String) throws -> String {
        guard let plain = text.removingPercentEncoding else { throw malformed("a percent encoding is broken") }
        return plain
    }

    private static func malformed(_ reason: String) -> BrokerError {
        BrokerError(.invalidAddress, "The broker's address cannot be read: \(reason).")
    }
}

extension BrokerAddress: CustomStringConvertible {
    /// The address without its password, for logs.
    package var description: String {
        let places = hosts.map { "\($0.name):\($0.port)" }.joined(separator: ",")
        return "\(tls == nil ? "amqp" : "amqps")://\(user)@\(places)/\(virtualHost)"
    }
}
