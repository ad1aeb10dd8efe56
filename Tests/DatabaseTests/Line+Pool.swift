import Database
import TestKit

extension Line {
    /// A pool of one connection through the line, open, which is asked before it is lent once it was idle for 150 ms.
    func soonDistrusted(_ test: TestDatabase) async throws -> Database {
        var configuration = DatabaseConfiguration(url: test.url(host: folder, port: port), applicationName: "pool-test", connections: 1)
        configuration.idleLimit = .milliseconds(150)
        configuration.connectPatience = .milliseconds(300)
        let database = Database(configuration)
        try await database.ping()
        return database
    }
}
