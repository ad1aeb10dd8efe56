import Database

/// One row inserted and committed: a transaction in one round trip.
struct InsertBenchmark {
    let callers: Int
    let duration: Duration

    init(_ words: Words) throws {
        callers = try words.integer("callers", otherwise: 1)
        duration = try words.duration()
    }

    func run() async throws -> Report {
        let database = try Words.database(connections: callers)
        return try await Load(callers: callers, duration: duration).measure { caller in
            let amount = caller * 7 + 1
            try await database.transaction(.service) { transaction in
                transaction.later(
                    "insert into entries (account, amount, note) values (\(caller + 1), \(amount), \(BenchmarkTables.note))")
            }
            return 1
        }
    }
}
