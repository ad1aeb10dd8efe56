package import Database
import Foundation
package import Messaging
package import Models
import Outbox

/// Whether the service can do its work, and what it has still to send.
package struct Readiness: Sendable {
    /// How long the database may take to answer.
    private static let patience = Duration.seconds(2)

    private let service: ServiceName
    private let version: String
    private let database: Database
    private let broker: Broker
    private let revocations: Revocations
    private let clock: WallClock

    package init(
        service: ServiceName, version: String, database: Database, broker: Broker, revocations: Revocations, clock: WallClock
    ) {
        self.service = service
        self.version = version
        self.database = database
        self.broker = broker
        self.revocations = revocations
        self.clock = clock
    }

    /// What the service leans on.
    struct Parts: Encodable, Sendable {
        let database: Bool
        let broker: Bool
        /// Whether what was withdrawn has been read once.
        let revocations: Bool

        var isReady: Bool { database && broker && revocations }
    }

    /// `GET /status`, as the launcher gathers it.
    struct Status: Encodable, Sendable {
        let service: String
        let version: String
        let outbox: Outbox
        let parked: Int
        /// Messages that wait for an earlier one of their story.
        let early: Int

        struct Outbox: Encodable, Sendable {
            let rows: Int
            let oldestSeconds: Double
        }
    }

    func check() async -> Parts {
        Parts(database: await databaseAnswers(), broker: broker.isConnected, revocations: revocations.isRead)
    }

    /// Throws where the database is away.
    func status() async throws -> Status {
        let outbox = try await OutboxStatus.read(database, clock: clock)
        return Status(
            service: service.rawValue, version: version, outbox: .init(rows: outbox.rows, oldestSeconds: outbox.oldestSeconds),
            parked: outbox.parked, early: outbox.early)
    }

    private func databaseAnswers() async -> Bool {
        await withTaskGroup(of: Bool.self) { group in
            group.addTask { [database] in
                do {
                    try await database.ping()
                    return true
                } catch {
                    return false
                }
            }
            group.addTask {
                try? await Task.sleep(for: Self.patience)
                return false
            }
            let first = await group.next() ?? false
            group.cancelAll()
            return first
        }
    }
}
