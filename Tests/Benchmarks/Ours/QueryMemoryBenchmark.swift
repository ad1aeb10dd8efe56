import Database

/// `count` queries by 16 callers, ten a transaction: the memory after a quarter of them, and at the end.
struct QueryMemoryBenchmark {
    private static let callers = 16
    private static let queries = 10

    let count: Int

    init(_ words: Words) throws {
        count = try words.integer("count", otherwise: 2_000_000)
    }

    func run() async throws -> Report {
        let database = try Words.database(connections: Self.callers)
        let measurement = Measurement()
        try await ask(count / 4, database)
        let early = try ProcessFigures.residentMemory()
        try await ask(count - count / 4, database)
        let late = try ProcessFigures.residentMemory()
        return try measurement.report(count: count, more: ["quarter_rss_kb": early, "end_rss_kb": late, "growth": late / early])
    }

    private func ask(_ count: Int, _ database: Database) async throws {
        let transactions = count / Self.queries / Self.callers
        try await withThrowingTaskGroup(of: Void.self) { group in
            for caller in 0..<Self.callers {
                group.addTask {
                    var dice = Dice(caller + 1)
                    for _ in 0..<transactions {
                        let accounts = (0..<Self.queries).map { _ in Int.random(in: 1...BenchmarkTables.accounts, using: &dice) }
                        try await database.transaction(.service) { transaction in
                            for account in accounts {
                                let balance = try await transaction.value(
                                    "select balance from accounts where id = \(account)", as: Int.self)
                                guard balance != nil else { throw BenchmarkError("the account \(account) is missing") }
                            }
                        }
                    }
                }
            }
            try await group.waitForAll()
        }
    }
}
