import Database
import Foundation
import Models

/// The whole chain: a transaction with its outbox row → relay → broker → a transaction with its inbox row and one effect → acknowledgement.
///
/// `producers=16 seconds=5`: as many cases as go through; the clock stops when the last has had its effect.
/// `rate=200 seconds=10`: so many a second, whether the ones before are through or not; the latency is from commit to committed effect.
struct ChainBenchmark {
    private static let warmUp = 200

    let producers: Int
    let rate: Int
    let duration: Duration
    let connections: Int
    let isNear: Bool

    init(_ words: Words) throws {
        producers = try words.integer("producers", otherwise: 16)
        rate = try words.integer("rate", otherwise: 0)
        duration = try words.duration()
        connections = try words.integer("connections", otherwise: 32)
        isNear = try words.integer("near", otherwise: 0) == 1
    }

    func run() async throws -> Report {
        let house = try ChainHouse(connections: connections)
        return try await house.run(isNear: isNear) {
            for _ in 0..<Self.warmUp { _ = try await house.open(CaseID(at: Date())) }
            try await house.effects.untilAll(Self.warmUp)
            return rate > 0 ? try await steady(house) : try await saturated(house)
        }
    }

    private func saturated(_ house: ChainHouse) async throws -> Report {
        let measurement = Measurement()
        let deadline = measurement.start + duration
        let opened = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<producers {
                group.addTask {
                    var count = 0
                    while ContinuousClock.now < deadline {
                        _ = try await house.open(CaseID(at: Date()))
                        count += 1
                    }
                    return count
                }
            }
            return try await group.reduce(0, +)
        }
        let producing = (ContinuousClock.now - measurement.start).seconds
        try await house.effects.untilAll(Self.warmUp + opened)
        return try measurement.report(count: opened, more: ["opened_rate": Double(opened) / producing])
    }

    private func steady(_ house: ChainHouse) async throws -> Report {
        let measurement = Measurement()
        let total = Int(duration.seconds) * rate
        let opened = try await withThrowingTaskGroup(of: Opened.self) { group in
            for number in 0..<total {
                try await Task.sleep(until: measurement.start + .seconds(1) * number / rate, tolerance: .zero)
                group.addTask {
                    let id = CaseID(at: Date())
                    return Opened(id: id, at: try await house.open(id))
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        try await house.effects.untilAll(Self.warmUp + total)
        let latencies = try opened.map { opened in
            guard let effect = house.effects.instant(of: opened.id) else { throw BenchmarkError("a case has had no effect") }
            return effect - opened.at
        }
        return try measurement.report(count: total, latencies: latencies)
    }

    private struct Opened: Sendable {
        let id: CaseID
        let at: ContinuousClock.Instant
    }
}
