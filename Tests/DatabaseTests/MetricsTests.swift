import Foundation
import Models
import TestKit
import Testing

@testable import Database

@Suite struct MetricsTests {
    @Test func aPoolTellsOfItsConnectionsItsRoundTripsAndItsErrors() async throws {
        let test = try await TestDatabase.make(.intake)
        let kept = KeptMetrics()
        let database = Database(DatabaseConfiguration(url: test.url, applicationName: "test", connections: 1), metrics: kept)
        _ = try await database.pool.withConnection { _ in
            let waiting = Task { try await database.value(.none, "select 1::bigint", as: Int.self) }
            while kept.value("caunoi_database_callers_waiting") != 1 { await Task.yield() }
            return waiting
        }.value
        #expect(kept.value("caunoi_database_connections_open") == 1)
        #expect(kept.value("caunoi_database_connections_idle") == 1)
        #expect(kept.value("caunoi_database_callers_waiting") == 0)
        #expect(kept.value("caunoi_database_breaker_state") == 0)
        #expect(kept.times("caunoi_database_wait") == 1)
        #expect(kept.times("caunoi_database_round_trip") == 1)
        _ = try? await database.rows(.none, "select nonsense")
        #expect(kept.value("caunoi_database_errors_total.42") == 1)
    }
}
