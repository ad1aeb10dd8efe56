import Database
import Synchronization

/// Five statements and a commit: two updates and a select by key, two inserts; each awaited (`later=0`), or those whose answers nobody needs
/// sent with the next that is awaited (`later=1`). With `near=1` the callers run on the connections' own thread, with `settles=1` the transaction's
/// number is asked for, by which a lost commit would be settled.
struct TransactionBenchmark {
    let callers: Int
    let duration: Duration
    let usesLater: Bool
    let isNear: Bool
    let settles: Bool

    init(_ words: Words) throws {
        callers = try words.integer("callers", otherwise: 1)
        duration = try words.duration()
        usesLater = try words.integer("later", otherwise: 0) == 1
        isNear = try words.integer("near", otherwise: 0) == 1
        settles = try words.integer("settles", otherwise: 0) == 1
    }

    func run() async throws -> Report {
        let database = try Words.database(connections: callers)
        let work = Booking(database: database, transfers: Transfers(callers: callers), usesLater: usesLater, settles: settles)
        return try await database.measure(Load(callers: callers, duration: duration), isNear: isNear, work)
    }

    private struct Booking: Work {
        let database: Database
        let transfers: Transfers
        let usesLater: Bool
        let settles: Bool

        func once(_ caller: Int) async throws -> Int {
            let transfer = transfers.next(caller)
            let balance = try await database.transaction(.none, settlesLostCommit: settles) { transaction in
                usesLater ? try await transfer.together(transaction) : try await transfer.oneByOne(transaction)
            }
            guard balance != nil else { throw BenchmarkError("an account is missing") }
            return 1
        }
    }
}

/// Chosen at random: `from` below `to`, so that no two wait for each other.
private final class Transfers: Sendable {
    private let dice: [DiceBox]

    init(callers: Int) {
        dice = (0..<callers).map { DiceBox(seed: $0 + 1) }
    }

    func next(_ caller: Int) -> Transfer {
        dice[caller].dice.withLock { dice in
            let half = BenchmarkTables.accounts / 2
            return Transfer(
                from: .random(in: 1...half, using: &dice), to: .random(in: half + 1...half * 2, using: &dice),
                amount: .random(in: 1...1_000, using: &dice))
        }
    }

    private final class DiceBox: Sendable {
        let dice: Mutex<Dice>

        init(seed: Int) {
            dice = Mutex(Dice(seed))
        }
    }
}

private struct Transfer: Sendable {
    let from: Int
    let to: Int
    let amount: Int

    private var debit: SQL { "update accounts set balance = balance - \(amount) where id = \(from)" }
    private var credit: SQL { "update accounts set balance = balance + \(amount) where id = \(to)" }
    private var debitEntry: SQL { "insert into entries (account, amount, note) values (\(from), \(-amount), \(BenchmarkTables.note))" }
    private var creditEntry: SQL { "insert into entries (account, amount, note) values (\(to), \(amount), \(BenchmarkTables.note))" }
    private var balance: SQL { "select balance from accounts where id = \(from)" }

    func oneByOne(_ transaction: Transaction) async throws -> Int? {
        try await transaction.execute(debit)
        try await transaction.execute(credit)
        try await transaction.execute(debitEntry)
        try await transaction.execute(creditEntry)
        return try await transaction.value(balance)
    }

    func together(_ transaction: Transaction) async throws -> Int? {
        transaction.later(debit)
        transaction.later(credit)
        transaction.later(debitEntry)
        transaction.later(creditEntry)
        return try await transaction.value(balance)
    }
}
