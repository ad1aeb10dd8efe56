/// Where the database is, and how it is used.
package struct DatabaseConfiguration: Sendable {
    /// A libpq URI; may name several hosts with `target_session_attrs`.
    package var url: String
    /// Connections at most.
    package var connections: Int
    /// How long a caller waits for a free connection before it is told to come back.
    package var patience: Duration
    /// What PostgreSQL shows in pg_stat_activity.
    package var applicationName: String

    package init(url: String, applicationName: String, connections: Int = 16, patience: Duration = .seconds(10)) {
        self.url = url
        self.applicationName = applicationName
        self.connections = connections
        self.patience = patience
    }

    /// The URI with what every session of ours has: a name, limits on hung statements, and quick notice of a dead peer.
    var address: String {
        let options = "-c statement_timeout=30s -c idle_in_transaction_session_timeout=60s -c timezone=UTC".percentEncoded
        let extras = [
            "application_name=\(applicationName.percentEncoded)", "connect_timeout=5", "keepalives_idle=30", "tcp_user_timeout=20000",
            "options=\(options)",
        ]
        return url + (url.contains("?") ? "&" : "?") + extras.joined(separator: "&")
    }
}

extension String {
    /// RFC 3986 §2.1, with everything but unreserved characters encoded.
    fileprivate var percentEncoded: String {
        utf8.map { byte in
            let isPlain = (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte) || "-._~".utf8.contains(byte)
            return isPlain ? String(UnicodeScalar(byte)) : "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
        }.joined()
    }
}
