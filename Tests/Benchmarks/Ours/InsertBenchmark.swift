import Database

/// One row inserted, a transaction of its own in one round trip; with `scoped=1` under a scope, as row-level security asks of our services; with
/// `near=1` the callers run on the connections' own thread.
struct InsertBenchmark {
    let callers: Int
    let duration: Duration
    let scope: Scope
    let isNear: Bool

    init(_ words: Words) throws {
        callers = try words.integer("callers", otherwise: 1)
        duration = try words.duration()
        scope = try words.integer("scoped", otherwise: 0) == 1 ? .service : .none
        isNear = try words.integer("near", otherwise: 0) == 1
    }

    func run() async throws -> Report {
        let database = try Words.database(connections: callers)
        let work = Insert(database: database, scope: scope)
        return try await database.measure(Load(callers: callers, duration: duration), isNear: isNear, work)
    }

    private struct Insert: Work {
        let database: Database
        let scope: Scope

        func once(_ caller: Int) async throws -> Int {
            let amount = caller * 7 + 1
            return try await database.execute(
                scope, "insert into entries (account, amount, note) values (\(caller + 1), \(amount), \(BenchmarkTables.note))")
        }
    }
}
