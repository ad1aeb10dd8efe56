import Foundation
import Models
import TestKit
import Testing

@testable import Database

@Suite struct MetricsTests {
    @Test func aPoolTellsOfItsConnectionsItsRoundTripsAndItsErrors() async throws {
        let test = try await TestDatabase.make(.intake)
        let noted = NotedMetrics()
        let database = Database(DatabaseConfiguration(url: test.url, applicationName: "test", connections: 1), metrics: noted)
        _ = try await database.pool.withConnection { _ in
            let waiting = Task { try await database.value(.none, "select 1::bigint", as: Int.self) }
            while noted.values["caunoi_database_callers_waiting"] != 1 { await Task.yield() }
            return waiting
        }.value
        #expect(noted.values["caunoi_database_connections_open"] == 1)
        #expect(noted.values["caunoi_database_connections_idle"] == 1)
        #expect(noted.values["caunoi_database_callers_waiting"] == 0)
        #expect(noted.values["caunoi_database_breaker_state"] == 0)
        #expect(noted.values["caunoi_database_wait", default: 0] > 0)
        #expect(noted.values["caunoi_database_round_trip", default: 0] > 0)
        _ = try? await database.rows(.none, "select nonsense")
        #expect(noted.values["caunoi_database_errors_total class=42"] == 1)
    }
}
