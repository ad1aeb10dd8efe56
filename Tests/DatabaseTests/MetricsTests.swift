import CoreMetrics
import Foundation
import Models
import Synchronization
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

/// Keeps what it is told.
private final class KeptMetrics: MetricsFactory {
    private let values = Mutex<[String: Double]>([:])
    private let counts = Mutex<[String: Int]>([:])

    func value(_ name: String) -> Double? { values.withLock { $0[name] } }
    func times(_ name: String) -> Int? { counts.withLock { $0[name] } }

    func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler { Kept(label, dimensions, self) }
    func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler { Kept(label, dimensions, self) }
    func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler { Kept(label, dimensions, self) }
    func makeRecorder(label: String, dimensions: [(String, String)], aggregate: Bool) -> any RecorderHandler {
        Kept(label, dimensions, self)
    }
    func destroyCounter(_ handler: any CounterHandler) {}
    func destroyMeter(_ handler: any MeterHandler) {}
    func destroyTimer(_ handler: any TimerHandler) {}
    func destroyRecorder(_ handler: any RecorderHandler) {}

    private final class Kept: CounterHandler, MeterHandler, TimerHandler, RecorderHandler {
        private let name: String
        private let metrics: KeptMetrics

        init(_ label: String, _ dimensions: [(String, String)], _ metrics: KeptMetrics) {
            name = ([label] + dimensions.map(\.1)).joined(separator: ".")
            self.metrics = metrics
        }

        func increment(by amount: Int64) { metrics.values.withLock { $0[name, default: 0] += Double(amount) } }
        func increment(by amount: Double) { metrics.values.withLock { $0[name, default: 0] += amount } }
        func decrement(by amount: Double) { metrics.values.withLock { $0[name, default: 0] -= amount } }
        func reset() { metrics.values.withLock { $0[name] = 0 } }
        func set(_ value: Int64) { metrics.values.withLock { $0[name] = Double(value) } }
        func set(_ value: Double) { metrics.values.withLock { $0[name] = value } }
        func record(_ value: Int64) { metrics.counts.withLock { $0[name, default: 0] += 1 } }
        func record(_ value: Double) { metrics.counts.withLock { $0[name, default: 0] += 1 } }
        func recordNanoseconds(_ duration: Int64) { metrics.counts.withLock { $0[name, default: 0] += 1 } }
    }
}
