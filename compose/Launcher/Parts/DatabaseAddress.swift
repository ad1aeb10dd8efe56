import Foundation

/// Where the database is: behind the socket of the private server, or on servers of one's own.
struct DatabaseAddress: Sendable {
    /// The folder of the private server's socket.
    let sockets: String
    /// The libpq URI of servers that are not ours to start.
    let configured: String?

    init(sockets: String, configured: String?) {
        self.sockets = sockets
        self.configured = configured
    }

    /// Of a running system.
    init(running state: StateFile.Content, _ settings: Settings) {
        sockets = URL(fileURLWithPath: state.controlSocket).deletingLastPathComponent().path
        configured = settings.databaseAdministratorURL
    }

    /// A libpq URI for one user.
    func url(user: String, password: String, database: String = Plan.database) -> String {
        if let configured { return Self.replacing(in: configured, user: user, password: password, database: database) }
        let host = sockets.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? sockets
        return "postgresql://\(user):\(password)@/\(database)?host=\(host)&port=5432"
    }

    /// The same hosts and parameters, for another user and database. Written out by hand: `URLComponents` knows one host only.
    private static func replacing(in configured: String, user: String, password: String, database: String) -> String {
        let parts = configured.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        let location = (parts[0].range(of: "://").map { parts[0][$0.upperBound...] } ?? parts[0]).prefix { $0 != "/" }
        let hosts = location.split(separator: "@", omittingEmptySubsequences: false).last ?? ""
        return "postgresql://\(user):\(password)@\(hosts)/\(database)" + (parts.count > 1 ? "?\(parts[1])" : "")
    }
}
