import Foundation

/// Where the database is: behind the socket of the private server, or on servers of one's own.
struct DatabaseAddress: Sendable {
    /// The folder of the private server's socket.
    let sockets: String
    /// The libpq URI of servers that are not ours to start.
    let configured: String?

    /// A libpq URI for one user.
    func url(user: String, password: String, database: String = Plan.database) -> String {
        if let configured, var parts = URLComponents(string: configured) {
            parts.user = user
            parts.password = password
            parts.path = "/\(database)"
            return parts.string ?? configured
        }
        let host = sockets.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? sockets
        return "postgresql://\(user):\(password)@/\(database)?host=\(host)&port=5432"
    }
}
