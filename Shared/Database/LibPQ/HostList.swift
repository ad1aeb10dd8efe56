import CPostgreSQL
import Models

/// The hosts of a libpq URI, each with all parameters of a connection to it. They are tried one by one, so that a host that does not answer cannot
/// use up the time of the others (libpq has no time limit of its own where it does not block).
///
/// A line that leaves the machine speaks TLS and looks at the server's certificate and name, unless ``PlainLines`` says otherwise: libpq's own default
/// falls back to plain.
struct HostList: Sendable {
    typealias Parameters = [String: String]

    let hosts: [Parameters]

    /// Where Debian keeps the authorities that are trusted.
    private static let authorities = "/etc/ssl/certs/ca-certificates.crt"

    /// Throws ``DatabaseError`` where libpq does not understand the URI, or it asks for a line that may not be.
    init(_ url: String, plain: PlainLines = .loopback, adding extras: Parameters) throws(DatabaseError) {
        var parameters = try Self.parse(url)
        guard parameters["service"] == nil else {
            throw DatabaseError(
                kind: .connectionLost,
                message: "the database's URI names a service of pg_service.conf; say its host and the rest in the URI itself")
        }
        for (keyword, value) in extras {
            // What the URI asks for comes last, and so holds.
            if keyword == "options", let theirs = parameters[keyword] { parameters[keyword] = value + " " + theirs }
            parameters[keyword] = parameters[keyword] ?? value
        }
        let lists = ["host", "hostaddr", "port"].map { keyword in
            (keyword, (parameters[keyword] ?? "").split(separator: ",", omittingEmptySubsequences: false).map(String.init))
        }
        let count = max(1, lists.map(\.1.count).max() ?? 1)
        if count > 1 { parameters["target_session_attrs"] = parameters["target_session_attrs"] ?? "read-write" }
        var hosts: [Parameters] = []
        for index in 0..<count {
            var one = parameters
            for (keyword, values) in lists {
                let value = values.count == 1 ? values[0] : index < values.count ? values[index] : ""
                one[keyword] = value.isEmpty ? nil : value
            }
            if plain == .loopback, one.leavesTheMachine { try Self.secure(&one) }
            hosts.append(one)
        }
        self.hosts = hosts
    }

    private static func secure(_ host: inout Parameters) throws(DatabaseError) {
        let mode = host["sslmode"] ?? "verify-full"
        guard mode == "verify-full" else {
            throw DatabaseError(
                kind: .connectionLost,
                message:
                    "the line to \(host["host"] ?? host["hostaddr"] ?? "") would go with sslmode=\(mode), and it leaves this machine; say "
                    + "sslmode=verify-full (and sslrootcert=FILE for authorities of your own), or CAUNOI_LINES_PLAIN=trusted_network where the "
                    + "network between the machines is guarded in another way")
        }
        host["sslmode"] = mode
        host["sslrootcert"] = host["sslrootcert"] ?? authorities
    }

    private static func parse(_ url: String) throws(DatabaseError) -> Parameters {
        var message: UnsafeMutablePointer<CChar>?
        guard let options = PQconninfoParse(url, &message) else {
            defer { PQfreemem(message) }
            let reason = message.map { String(cString: $0) } ?? "it is no URI of libpq"
            throw DatabaseError(kind: .connectionLost, message: "the database's URI cannot be used: \(reason)")
        }
        defer { PQconninfoFree(options) }
        var parameters: Parameters = [:]
        var option = options
        while let keyword = option.pointee.keyword {
            if let value = option.pointee.val { parameters[String(cString: keyword)] = String(cString: value) }
            option = option.advanced(by: 1)
        }
        return parameters
    }
}

extension HostList.Parameters {
    /// Whether a line to this host leaves the machine. The address is what libpq connects to where both are given.
    var leavesTheMachine: Bool { PlainLines.leavesTheMachine(to: self["hostaddr"] ?? self["host"]) }
}
