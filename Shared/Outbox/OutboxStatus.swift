package import Database
import Foundation
package import Models

/// What a service has still to send, and what it has put aside.
package struct OutboxStatus: Sendable {
    /// Messages not yet confirmed.
    package let rows: Int
    /// The age of the oldest of them; 0 where there is none.
    package let oldestSeconds: Double
    /// Messages parked and neither replayed nor discarded.
    package let parked: Int

    /// Reads it from the tables.
    package static func read(_ database: Database, clock: WallClock) async throws -> OutboxStatus {
        try await database.transaction(.service) { transaction in
            let pending = try await transaction.rows(
                "select count(*) as rows, min(created_at) as oldest from outbox where confirmed_at is null")
            let parked = try await transaction.value("select count(*) from parked where resolved_at is null", as: Int.self)
            let oldest = try pending.first?.get("oldest", as: Date?.self)
            return OutboxStatus(
                rows: try pending.first?.get("rows") ?? 0, oldestSeconds: oldest.map { max(0, clock.now.timeIntervalSince($0)) } ?? 0,
                parked: parked ?? 0)
        }
    }
}

extension Outbox {
    /// The migrations of the tables that every service has.
    package static func migrations() throws -> MigrationSet {
        guard let folder = Bundle.module.url(forResource: "Migrations", withExtension: nil) else {
            throw CocoaError(.fileNoSuchFile)
        }
        return try MigrationSet(name: "common", folder: folder)
    }
}
