package import Models

/// Where the database is, and how it is used.
package struct DatabaseConfiguration: Sendable {
    /// A libpq URI. It may name several hosts; then the one that takes writes is looked for, unless `target_session_attrs` says otherwise.
    package var url: String
    /// Connections at most.
    package var connections: Int
    /// How long a caller waits for a free connection before it is told to come back.
    package var patience: Duration
    /// What PostgreSQL shows in pg_stat_activity.
    package var applicationName: String
    /// Which lines may go without verified TLS.
    package var plain: PlainLines
    /// Threads that own the connections and run the transactions on them.
    package var threads = 1
    /// Callers at most that wait for a connection; the next are told at once to come back.
    package var waitingLimit = 1_000
    /// How long one host may take to connect.
    package var connectPatience = Duration.seconds(5)
    /// How much longer than the server's own limit an answer may take before the connection is given up.
    package var grace = Duration.seconds(15)
    /// A connection idle for longer is asked for a sign of life before it is lent.
    package var idleLimit = Duration.seconds(30)
    /// How long to find out what became of a transaction whose COMMIT was not answered.
    package var outcomePatience = Duration.seconds(10)
    /// How often in a row connecting may fail before callers are told so at once, while the pool goes on trying.
    package var breakerThreshold = 3

    /// How long the server lets a statement take, unless its transaction says otherwise.
    static let statementTimeout = Duration.seconds(30)

    package init(
        url: String, applicationName: String, connections: Int = 16, patience: Duration = .seconds(10), plain: PlainLines = .loopback
    ) {
        self.plain = plain
        self.url = url
        self.applicationName = applicationName
        self.connections = connections
        self.patience = patience
    }

    /// Throws ``DatabaseError`` where the URI cannot be read, or asks for a line that may not be.
    package func check() throws(DatabaseError) { _ = try hosts }

    /// The same for PostgreSQL's own programs, by their environment variables: verified TLS where the URI says nothing and the line leaves the
    /// machine. Throws as ``check()``.
    package func lineVariables() throws(DatabaseError) -> [String: String] {
        guard let away = try hosts.hosts.first(where: \.leavesTheMachine) else { return [:] }
        return ["PGSSLMODE": away["sslmode"], "PGSSLROOTCERT": away["sslrootcert"]].compactMapValues(\.self)
    }

    /// The hosts, with what every session of ours has: a name, limits on hung statements, and quick notice of a dead peer, on both sides: the server
    /// keeps the locks of a session until it has noticed.
    var hosts: HostList {
        get throws(DatabaseError) {
            try HostList(
                url, plain: plain,
                adding: [
                    "application_name": applicationName, "keepalives_idle": "30", "keepalives_interval": "5", "keepalives_count": "3",
                    "tcp_user_timeout": "20000",
                    "options": "-c statement_timeout=\(Self.statementTimeout.nanoseconds / 1_000_000) "
                        + "-c idle_in_transaction_session_timeout=60s -c timezone=UTC "
                        + "-c tcp_keepalives_idle=15 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3 -c tcp_user_timeout=20000",
                ])
        }
    }
}
