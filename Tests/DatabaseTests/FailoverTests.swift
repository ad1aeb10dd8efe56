import Foundation
import Glibc
import Models
import TestKit
import Testing

@testable import Database

@Suite(.timeLimit(.minutes(2))) struct FailoverTests {
    @Test func aPromotedStandbyIsFoundAndThePoolGoesOn() async throws {
        let servers = try Servers()
        defer { servers.stop() }
        try servers.startPrimary()
        try servers.startStandby()
        var configuration = DatabaseConfiguration(
            url: "postgresql://postgres@/postgres?host=\(servers.folder),\(servers.folder)&port=\(Servers.standby),\(Servers.primary)",
            applicationName: "failover", connections: 4)
        configuration.outcomePatience = .milliseconds(500)
        let database = Database(configuration)
        try await database.execute(.none, "create table notes (id int primary key)")
        try await database.execute(.none, "insert into notes values (1)")
        #expect(try await database.value(.none, "select pg_is_in_recovery()", as: Bool.self) == false)
        try servers.untilStandbyHasAll()

        // A transaction is under way when the primary dies, and learns on the new one that nobody can tell: its number means nothing there.
        let error = try await #require(throws: DatabaseError.self) {
            try await database.transaction(.none) { transaction in
                try await transaction.execute("insert into notes values (2)")
                servers.killPrimary()
                servers.promote()
            }
        }
        #expect(error.kind == .unknownOutcome || error.kind == .connectionLost)
        var recovered = false
        while !recovered {
            recovered = (try? await database.execute(.none, "insert into notes values (3)")) != nil
            try await Task.sleep(for: .milliseconds(20))
        }
        let ids = try await database.rows(.none, "select id from notes order by id").map { try $0.get("id", as: Int.self) }
        #expect(ids == [1, 3])
        #expect(try await database.value(.none, "select current_setting('port')", as: String.self) == "\(Servers.standby)")
    }

    /// A crash forgets the numbers that had not been written to the log, and gives them to others: their commits are not ours.
    @Test func aNumberThatACrashGaveToAnotherTransactionTellsNothingOfOurs() async throws {
        let servers = try Servers()
        defer { servers.stop() }
        try servers.startPrimary()
        let database = Database(
            DatabaseConfiguration(
                url: "postgresql://postgres@/postgres?host=\(servers.folder)&port=\(Servers.primary)", applicationName: "crash",
                connections: 2))
        try await database.execute(.none, "create table notes (id int primary key)")
        let lost = try await database.pool.withConnection { connection in
            let transaction = Transaction(on: connection, scope: .none, statementTimeout: nil, metrics: database.pool.metrics)
            try await transaction.execute("insert into notes values (1)")
            servers.killPrimary()
            return transaction
        }
        #expect(lost.connection.transactionID != nil)
        try servers.restartPrimary()
        let commit = LostCommit(value: 1, transaction: lost, error: DatabaseError(kind: .unknownOutcome, message: "lost"))
        // Nobody has the number now.
        await #expect(throws: DatabaseError.self) { try await commit.settle(asking: database.pool) }
        var others = 0
        while others < 20 {
            if (try? await database.execute(.none, "insert into notes values (\(100 + others))")) != nil { others += 1 }
        }
        // Somebody has had it, and committed.
        await #expect(throws: DatabaseError.self) { try await commit.settle(asking: database.pool) }
        #expect(try await database.value(.none, "select count(*) from notes where id = 1", as: Int.self) == 0)
        let incarnation = try await database.pool.withConnection { $0.identity.incarnation }
        #expect(!incarnation.isEmpty && incarnation != lost.connection.identity.incarnation)
    }

    @Test func aNumberOfATransactionIsNotAskedOfAnotherTimeline() async throws {
        let test = try await TestDatabase.make(.intake)
        let timeline = try await test.database.pool.withConnection { $0.identity.timeline }
        #expect(timeline.count == 8 && timeline != "00000000")
    }
}

/// A primary and a standby on sockets of their own.
private final class Servers: Sendable {
    static let primary = 7001
    static let standby = 7002
    let folder: String
    private let programs: String

    init() throws {
        folder = "/tmp/failover-\(UUID().uuidString.prefix(8))"
        let versions = (try? FileManager.default.contentsOfDirectory(atPath: "/usr/lib/postgresql")) ?? []
        programs = versions.sorted { (Int($0) ?? 0) < (Int($1) ?? 0) }.last.map { "/usr/lib/postgresql/\($0)/bin" } ?? "/usr/bin"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        if geteuid() == 0 { try run("/bin/chown", Self.user, folder, asRoot: true) }
    }

    func startPrimary() throws {
        try run("\(programs)/initdb", "-D", "\(folder)/primary", "-U", "postgres", "-A", "trust", "--no-sync", "--no-locale", "-E", "UTF8")
        try start("primary", port: Self.primary)
    }

    func restartPrimary() throws {
        try start("primary", port: Self.primary)
    }

    func startStandby() throws {
        try run(
            "\(programs)/pg_basebackup", "-h", folder, "-p", "\(Self.primary)", "-U", "postgres", "-D", "\(folder)/standby", "-R", "-X",
            "stream",
            "-c", "fast", "--no-sync")
        try start("standby", port: Self.standby)
    }

    func untilStandbyHasAll() throws {
        try run(
            "/bin/sh", "-c",
            """
            end=$(psql -h \(folder) -p \(Self.primary) -U postgres -Atc 'select pg_current_wal_lsn()')
            until [ "$(psql -h \(folder) -p \(Self.standby) -U postgres -Atc "select pg_last_wal_replay_lsn() >= '$end'")" = t ]; do sleep 0.05; done
            """)
    }

    func killPrimary() {
        _ = try? run("\(programs)/pg_ctl", "-D", "\(folder)/primary", "-m", "immediate", "-w", "stop")
    }

    func promote() {
        _ = try? run("\(programs)/pg_ctl", "-D", "\(folder)/standby", "-w", "promote")
    }

    func stop() {
        for name in ["primary", "standby"] { _ = try? run("\(programs)/pg_ctl", "-D", "\(folder)/\(name)", "-m", "immediate", "stop") }
        try? FileManager.default.removeItem(atPath: folder)
    }

    private func start(_ name: String, port: Int) throws {
        let options =
            "-c listen_addresses= -c unix_socket_directories=\(folder) -c port=\(port) -c fsync=off -c hot_standby=on -c shared_buffers=16MB"
        try run("\(programs)/pg_ctl", "-D", "\(folder)/\(name)", "-l", "\(folder)/\(name).log", "-o", options, "-w", "start")
    }

    /// PostgreSQL refuses to run as root.
    private static var user: String { getpwnam("caunoi") != nil ? "caunoi" : "postgres" }

    private func run(_ program: String, _ arguments: String..., asRoot: Bool = false) throws {
        let process = Process()
        let drops = geteuid() == 0 && !asRoot
        let dropping = ["setpriv", "--reuid", Self.user, "--regid", Self.user, "--clear-groups", program]
        // Foundation waits until nobody holds a certain descriptor any more: a server in the background must not inherit it.
        let closing = #"for open in /proc/self/fd/*; do number=${open##*/}; [ $number -gt 2 ] && eval "exec $number>&-"; done; exec "$@""#
        process.executableURL = URL(filePath: "/bin/bash")
        process.arguments = ["-c", closing, "bash"] + (drops ? dropping : [program]) + arguments
        process.currentDirectoryURL = URL(filePath: folder)
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw DatabaseError(kind: .server, message: "\(program) ended with \(process.terminationStatus)")
        }
    }
}
