import Database
import Foundation

/// The private servers that `make test` starts; their addresses come by environment.
package enum TestServers {
    /// The roles of the test databases; the server listens on a private socket only.
    static let password = "test"

    /// The libpq URI of a database on the test server.
    static func databaseURL(_ database: String, user: String, password: String) -> String {
        guard var parts = URLComponents(string: superuserURL) else { preconditionFailure("CAUNOI_TEST_DATABASE_URL is not a URI") }
        parts.user = user
        parts.password = password
        parts.path = "/\(database)"
        return parts.string ?? superuserURL
    }

    /// The administrator's AMQP URI.
    package static var brokerURL: String { required("CAUNOI_TEST_BROKER_URL") }

    /// Runs `body` as the superuser.
    static func admin<Value: Sendable>(database: String? = nil, _ body: (Session) async throws -> Value) async throws -> Value {
        var url = superuserURL
        if let database, var parts = URLComponents(string: superuserURL) {
            parts.path = "/\(database)"
            url = parts.string ?? url
        }
        return try await Database(DatabaseConfiguration(url: url, applicationName: "test-admin")).session(body)
    }

    private static var superuserURL: String { required("CAUNOI_TEST_DATABASE_URL") }

    private static func required(_ name: String) -> String {
        guard let value = ProcessInfo.processInfo.environment[name], !value.isEmpty else {
            preconditionFailure("\(name) is not set: run the tests with `make test`, which starts the servers they need")
        }
        return value
    }
}
