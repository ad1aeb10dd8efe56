import Database
import Foundation
import Glibc

/// A primary and a standby of the test's own, on sockets in a folder of theirs.
package final class Servers: Sendable {
    /// The ports that name their sockets.
    package static let primary = 7001
    package static let standby = 7002
    /// Where the sockets lie, and all else.
    package let folder: String
    private let programs: String

    /// Starts nothing yet.
    package init() throws {
        folder = "/tmp/failover-\(UUID().uuidString.prefix(8))"
        let versions = (try? FileManager.default.contentsOfDirectory(atPath: "/usr/lib/postgresql")) ?? []
        programs = versions.sorted { (Int($0) ?? 0) < (Int($1) ?? 0) }.last.map { "/usr/lib/postgresql/\($0)/bin" } ?? "/usr/bin"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        if geteuid() == 0 { try run("/bin/chown", Self.user, folder, asRoot: true) }
    }

    /// The libpq URI of the primary's database `postgres`.
    package func url(user: String) -> String { "postgresql://\(user)@/postgres?host=\(folder)&port=\(Self.primary)" }

    /// Makes a primary and starts it.
    /// - Parameter logFile: how large each file of its log is, in MB.
    package func startPrimary(logFile: Int = 16) throws {
        try initialise("--wal-segsize=\(logFile)")
        try start("primary", port: Self.primary)
    }

    /// Has the primary listen on 127.0.0.1 too, with TLS or without. The certificate is for "localhost", by the authority in `ca.pem`; `other.pem` is
    /// another one.
    /// - Returns: the port.
    package func startPrimaryOverTCP(showsCertificate: Bool) async throws -> Int {
        try run(
            "/bin/sh", "-ec",
            """
            for authority in ca other; do
                openssl req -x509 -newkey rsa:2048 -nodes -keyout $authority.key -out $authority.pem -days 2 -subj /CN=$authority
            done
            openssl req -newkey rsa:2048 -nodes -keyout server.key -out server.csr -subj /CN=localhost
            echo subjectAltName=DNS:localhost >names
            openssl x509 -req -in server.csr -CA ca.pem -CAkey ca.key -CAcreateserial -out server.pem -days 2 -extfile names
            chmod 600 server.key
            """)
        try initialise()
        let tls = showsCertificate ? "on -c ssl_cert_file=\(folder)/server.pem -c ssl_key_file=\(folder)/server.key" : "off"
        return try await FreePort.tried { port in
            try start("primary", port: port, "-c listen_addresses=127.0.0.1 -c ssl=\(tls)")
            return port
        }
    }

    /// Starts the primary again after ``killPrimary()``.
    package func restartPrimary() throws {
        try start("primary", port: Self.primary)
    }

    /// Makes a standby of the primary and starts it.
    package func startStandby() throws {
        try run(
            "\(programs)/pg_basebackup", "-h", folder, "-p", "\(Self.primary)", "-U", "postgres", "-D", "\(folder)/standby", "-R", "-X",
            "stream",
            "-c", "fast", "--no-sync")
        try start("standby", port: Self.standby)
    }

    /// Waits until the standby has done all that the primary has.
    package func untilStandbyHasAll() throws {
        try run(
            "/bin/sh", "-c",
            """
            end=$(psql -h \(folder) -p \(Self.primary) -U postgres -Atc 'select pg_current_wal_lsn()')
            until [ "$(psql -h \(folder) -p \(Self.standby) -U postgres -Atc "select pg_last_wal_replay_lsn() >= '$end'")" = t ]; do sleep 0.05; done
            """)
    }

    /// No file of the primary's may grow beyond so many bytes; nil ends that. To PostgreSQL it is a full disk: it ignores the signal that comes with it,
    /// and its writes are cut short.
    package func limitFiles(to bytes: Int?) throws {
        try run(
            "/bin/sh", "-ec",
            """
            read -r main <primary/postmaster.pid
            for process in $main $(cat /proc/$main/task/$main/children); do
                prlimit --pid $process --fsize=\(bytes.map { "\($0)" } ?? "unlimited"): || [ ! -e /proc/$process ]
            done
            """)
    }

    /// Ends the primary as a crash would.
    package func killPrimary() {
        _ = try? run("\(programs)/pg_ctl", "-D", "\(folder)/primary", "-m", "immediate", "-w", "stop")
    }

    /// Makes the standby take writes.
    package func promote() {
        _ = try? run("\(programs)/pg_ctl", "-D", "\(folder)/standby", "-w", "promote")
    }

    /// Ends both and takes everything away.
    package func stop() {
        for name in ["primary", "standby"] { _ = try? run("\(programs)/pg_ctl", "-D", "\(folder)/\(name)", "-m", "immediate", "stop") }
        try? FileManager.default.removeItem(atPath: folder)
    }

    private func initialise(_ more: String...) throws {
        let settings = ["-U", "postgres", "-A", "trust", "--no-sync", "--no-locale", "-E", "UTF8"]
        try run("\(programs)/initdb", ["-D", "\(folder)/primary"] + settings + more)
    }

    private func start(_ name: String, port: Int, _ listening: String = "-c listen_addresses=") throws {
        // A crash then takes with it what no commit has waited for.
        let options =
            "\(listening) -c unix_socket_directories=\(folder) -c port=\(port) -c fsync=off -c hot_standby=on -c shared_buffers=16MB "
            + "-c wal_writer_delay=10s"
        try run("\(programs)/pg_ctl", "-D", "\(folder)/\(name)", "-l", "\(folder)/\(name).log", "-o", options, "-w", "start")
    }

    /// PostgreSQL refuses to run as root.
    private static var user: String { getpwnam("caunoi") != nil ? "caunoi" : "postgres" }

    private func run(_ program: String, _ arguments: String..., asRoot: Bool = false) throws {
        try run(program, arguments, asRoot: asRoot)
    }

    private func run(_ program: String, _ arguments: [String], asRoot: Bool = false) throws {
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
