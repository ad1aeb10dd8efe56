import Database
import Foundation
import Messaging

/// Loses every connection and comes back, `rounds` times: as many descriptors are open afterwards as were before.
///
/// Prints `cut` when the conductor may cut the lines (a proxy before either server), and reads a line when that is done.
struct ReconnectBenchmark {
    private static let brokers = 20
    private static let callers = 40

    let rounds: Int

    init(_ words: Words) throws {
        rounds = try words.integer("rounds", otherwise: 25)
    }

    func run() async throws -> Report {
        let database = try Words.database(connections: Self.callers)
        let brokers = try (0..<Self.brokers).map { _ in try Words.broker() }
        return try await withThrowingTaskGroup(of: Void.self) { group in
            for broker in brokers {
                group.addTask { try await broker.run() }
                group.addTask { try? await broker.consume(BenchmarkQueue.name, prefetch: 10) { _ in .ack } }
            }
            let measurement = Measurement()
            try await everythingWorks(brokers, database)
            let before = try await settledDescriptors(at: nil)
            for _ in 0..<rounds {
                print("cut")
                fflush(nil)
                guard readLine() != nil else { throw BenchmarkError("nobody cuts the lines") }
                try await everythingWorks(brokers, database)
            }
            let after = try await settledDescriptors(at: before)
            group.cancelAll()
            try? await group.waitForAll()
            let figures = ["before": Double(before), "after": Double(after), "growth": Double(after) / Double(before)]
            return try measurement.report(count: rounds, more: figures)
        }
    }

    /// Every connection is up and used.
    private func everythingWorks(_ brokers: [Broker], _ database: Database) async throws {
        let end = ContinuousClock.now + .seconds(30)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for broker in brokers {
                group.addTask {
                    while await broker.publish([BenchmarkQueue.message()]) != [.confirmed] || !broker.isConnected {
                        guard .now < end else { throw BenchmarkError("a broker has not come back in 30 s") }
                        try await Task.sleep(for: .milliseconds(20))
                    }
                }
            }
            // Together for a moment, so that each has a connection of its own.
            for _ in 0..<Self.callers {
                group.addTask {
                    while true {
                        do {
                            _ = try await database.transaction(.service) { try await $0.rows("select pg_sleep(0.2)") }
                            return
                        } catch {
                            guard .now < end else { throw error }
                            try await Task.sleep(for: .milliseconds(20))
                        }
                    }
                }
            }
            try await group.waitForAll()
        }
    }

    /// The descriptors once they are as many as `wanted`, or as have not changed for a second; what is closed in the background needs a moment.
    private func settledDescriptors(at wanted: Int?) async throws -> Int {
        var count = try ProcessFigures.descriptors()
        var unchanged = 0
        while unchanged < 20, count != wanted {
            try await Task.sleep(for: .milliseconds(50))
            let next = try ProcessFigures.descriptors()
            unchanged = next == count ? unchanged + 1 : 0
            count = next
        }
        return count
    }
}
