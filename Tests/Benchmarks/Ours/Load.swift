import Database

/// What the callers of a ``Load`` do again and again.
protocol Work: Sendable {
    /// Does it once. Returns how many things that were.
    func once(_ caller: Int) async throws -> Int
}

/// Several callers that each do the same thing again and again.
struct Load: Sendable {
    let callers: Int
    let duration: Duration
    /// Before anything is counted: connections are opened, statements prepared.
    var warmUp = Duration.milliseconds(500)

    /// Counts what `work` says it did, and how long each call of it took.
    func measure(_ work: some Work) async throws -> Report {
        _ = try await everybody(until: .now + warmUp, work)
        let measurement = Measurement()
        let tally = try await everybody(until: measurement.start + duration, work)
        return try measurement.report(count: tally.count, latencies: tally.latencies)
    }

    private func everybody(until deadline: ContinuousClock.Instant, _ work: some Work) async throws -> Tally {
        try await withThrowingTaskGroup(of: Tally.self) { group in
            for caller in 0..<callers {
                group.addTask { try await one(caller, until: deadline, work) }
            }
            return try await group.reduce(into: Tally()) { $0.add($1) }
        }
    }

    private func one(_ caller: Int, until deadline: ContinuousClock.Instant, _ work: some Work) async throws -> Tally {
        var tally = Tally()
        var begin = ContinuousClock.now
        while begin < deadline {
            tally.count += try await work.once(caller)
            let end = ContinuousClock.now
            tally.latencies.append(end - begin)
            begin = end
        }
        return tally
    }

    private struct Tally: Sendable {
        var count = 0
        var latencies: [Duration] = []

        mutating func add(_ other: Tally) {
            count += other.count
            latencies += other.latencies
        }
    }
}

extension Database {
    /// What `load` does with this database: on Swift's own threads, or on the connections' (`isNear`).
    func measure(_ load: Load, isNear: Bool, _ work: some Work) async throws -> Report {
        guard isNear else { return try await load.measure(work) }
        return try await onItsThread { try await load.measure(work) }
    }
}
