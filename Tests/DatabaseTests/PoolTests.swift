import Foundation
import Glibc
import Models
import TestKit
import Testing

@testable import Database

@Suite(.timeLimit(.minutes(1))) struct PoolTests {
    private let test: TestDatabase

    init() async throws {
        test = try await TestDatabase.make(.intake, migrations: [.notes])
    }

    private func database(_ connections: Int, _ change: (inout DatabaseConfiguration) -> Void = { _ in }) -> Database {
        var configuration = DatabaseConfiguration(url: test.url, applicationName: "pool-test", connections: connections)
        change(&configuration)
        return Database(configuration)
    }

    private var pid: SQL { "select pg_backend_pid()::bigint from pg_sleep(0.02)" }

    @Test func noMoreConnectionsAreOpenedThanAllowed() async throws {
        let database = database(3)
        let query = pid
        let pids = try await withThrowingTaskGroup(of: Int?.self) { group in
            for _ in 1...30 { group.addTask { try await database.value(.none, query, as: Int.self) } }
            return try await group.reduce(into: Set()) { $0.insert($1) }
        }
        #expect(pids.count <= 3 && !pids.contains(nil))
    }

    @Test func whoWaitsTooLongIsToldToComeBack() async throws {
        let database = database(1) { $0.patience = .milliseconds(50) }
        try await database.pool.withConnection { _ in
            let error = try await #require(throws: DatabaseError.self) { try await database.ping() }
            #expect(error.kind == .poolExhausted && error.isRetriable)
        }
        try await database.ping()
        #expect(database.pool.lent.isEmpty)
    }

    @Test func tooManyWhoWaitAreRefusedAtOnce() async throws {
        let database = database(1) { $0.waitingLimit = 2 }
        let (refused, served) = (Counted(), Counted())
        let callers = try await database.pool.withConnection { _ in
            let callers = (1...5).map { _ in
                Task {
                    do {
                        try await database.ping()
                        served.increment()
                    } catch let error as DatabaseError where error.kind == .poolExhausted && error.isRetriable {
                        refused.increment()
                    }
                }
            }
            // While the connection is held: nobody is served, and all but those who may wait are sent away.
            while refused.value < 3 { try await Task.sleep(for: .milliseconds(1)) }
            return callers
        }
        for caller in callers { try await caller.value }
        #expect(refused.value == 3 && served.value == 2)
        #expect(database.pool.lent.isEmpty, "who was refused counts for nothing")
    }

    @Test func aBurstOfDeadConnectionsIsNoBurstOfErrors() async throws {
        let database = database(8)
        let query = pid
        for _ in 1...5 {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 1...16 { group.addTask { _ = try await database.value(.none, query, as: Int.self) } }
                try await group.waitForAll()
            }
            try await test.database.execute(
                .none,
                "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name = 'pool-test'"
            )
            try await withThrowingTaskGroup(of: Void.self) { group in
                for id in 1...16 {
                    group.addTask {
                        _ = try await database.transaction(.service) {
                            try await $0.execute("insert into notes (id, text) values (\(id), 'a') on conflict (id) do nothing")
                        }
                    }
                }
                try await group.waitForAll()
            }
        }
    }

    @Test func connectionsThatDieWhileTheyAreUsedAreReplacedUnderTheirUsers() async throws {
        let database = database(4)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for id in 1...40 {
                group.addTask {
                    let runs = Counted()
                    try await database.transaction(.service) { transaction in
                        try await transaction.execute("insert into notes (id, text) values (\(id), 'a')")
                        if runs.increment() == 1, id % 4 == 0 {
                            _ = try await transaction.rows("select pg_terminate_backend(pg_backend_pid())")
                        }
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(try await database.value(.service, "select count(*) from notes", as: Int.self) == 40)
        #expect(database.pool.lent.isEmpty, "a connection that died was given back too")
    }

    @Test func theBreakerRefusesAtOnceAndThePoolRecoversByItself() async throws {
        let line = try Line(to: test.socket)
        let database = Database(
            DatabaseConfiguration(url: test.url(host: line.folder, port: line.port), applicationName: "pool-test", connections: 2))
        try await database.ping()
        line.refuse(true)
        var errors: [DatabaseError] = []
        while errors.last?.isFromBreaker != true {
            errors.append(try await #require(throws: DatabaseError.self) { try await database.ping() })
        }
        #expect(errors.allSatisfy { $0.kind == .connectionLost && $0.isRetriable })
        let attempts = line.connections
        for _ in 1...100 {
            let error = try await #require(throws: DatabaseError.self) {
                try await database.transaction(.service) { try await $0.execute("select 1") }
            }
            #expect(error.isFromBreaker)
        }
        #expect(line.connections <= attempts + 2, "callers tried to connect though the breaker was open")
        line.refuse(false)
        // Nobody asks; the pool's own probe closes the breaker.
        let query: SQL = "select count(*) from pg_stat_activity where application_name = 'pool-test' and datname = current_database()"
        while try await test.database.value(.none, query, as: Int.self) == 0 { try await Task.sleep(for: .milliseconds(10)) }
        for _ in 1...20 {
            if (try? await database.ping()) != nil { break }
            try await Task.sleep(for: .milliseconds(10))
        }
        try await database.ping()
        #expect(database.pool.lent.isEmpty, "who could not open one has none")
        line.close()
    }

    /// One connection is still lent out, so that callers wait rather than are refused; when the server is back they are served side by side.
    @Test func whoWaitedForTheServerIsServedByAsManyConnectionsAsAllowed() async throws {
        let line = try Line(to: test.socket)
        let noted = NotedMetrics()
        let database = Database(
            DatabaseConfiguration(url: test.url(host: line.folder, port: line.port), applicationName: "pool-test", connections: 4),
            metrics: noted)
        let inside = Counted()
        let callers = try await database.pool.withConnection { _ in
            line.refuse(true)
            let callers = (1...3).map { _ in
                Task {
                    while true {
                        do {
                            return try await database.pool.withConnection { _ in
                                inside.increment()
                                while inside.value < 3 { try await Task.sleep(for: .milliseconds(1)) }
                            }
                        } catch let error as DatabaseError where error.kind == .connectionLost {}
                    }
                }
            }
            while noted.values["caunoi_database_callers_waiting"] != 3 { try await Task.sleep(for: .milliseconds(1)) }
            line.refuse(false)
            while inside.value < 3 { try await Task.sleep(for: .milliseconds(1)) }
            return callers
        }
        for caller in callers { try await caller.value }
        #expect(database.pool.lent.isEmpty)
        line.close()
    }

    @Test func aProbeThatComesTooLateDoesNotOpenTheBreakerAgain() {
        var breaker = CircuitBreaker(threshold: 1)
        #expect(breaker.failed("away") != nil && breaker.failed("away") == nil)
        breaker.succeeded()
        #expect(!breaker.probe() && breaker.refusal == nil)
    }

    @Test func aConnectionIdleForLongIsAskedBeforeItIsLent() async throws {
        let line = try Line(to: test.socket)
        let database = try await line.soonDistrusted(test)
        // The network falls silent: nothing tells the client, and an insert sent now would have an unknown outcome.
        line.silence()
        try await Task.sleep(for: .milliseconds(200))
        try await database.execute(.service, "insert into notes (id, text) values (1, 'a')")
        #expect(line.connections == 2 || line.connections == 3)
        line.close()
    }

    @Test func aTransactionLeftOpenNeverReachesTheNextUser() async throws {
        let database = database(1)
        let first = try await database.pool.withConnection { connection in
            _ = try await connection.run([.begin])
            return Int(connection.identity.processID)
        }
        let second = try await database.value(.none, "select pg_backend_pid()::bigint", as: Int.self)
        #expect(second != nil && second != first)
    }

    @Test func noDescriptorIsLeakedByConnectionsThatAreLost() async throws {
        let line = try Line(to: test.socket)
        let database = Database(
            DatabaseConfiguration(url: test.url(host: line.folder, port: line.port), applicationName: "pool-test", connections: 1))
        for round in 1...50 {
            line.cutNext(.after("lost-\(round)"))
            _ = try await database.rows(.none, "select \("lost-\(round)")::text")
        }
        #expect(line.connections >= 51)
        let open = Self.descriptors(connectedTo: line.folder)
        #expect(open == 1, "\(open) descriptors of \(line.connections) connections are open")
        line.close()
    }

    /// How many descriptors of this process are the client's side of a socket in `folder`.
    private static func descriptors(connectedTo folder: String) -> Int {
        (0..<1_024).count { descriptor in
            var address = sockaddr_un()
            var length = socklen_t(MemoryLayout<sockaddr_un>.size)
            let code = withUnsafeMutablePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getpeername(Int32(descriptor), $0, &length) }
            }
            guard code == 0, address.sun_family == sa_family_t(AF_UNIX) else { return false }
            return withUnsafeBytes(of: address.sun_path) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }.hasPrefix(folder)
        }
    }
}
