import Foundation
import Glibc

@testable import Database

/// A primary and a standby of the test's own, on sockets in a folder of theirs.
final class Servers: Sendable {
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

    /// Has the primary listen on 127.0.0.1 too, with TLS or without. The certificate is for "localhost", by the authority in `ca.pem`; `other.pem` is
    /// another one.
    /// - Returns: the port.
    func startPrimaryOverTCP(showsCertificate: Bool) throws -> Int {
        let port = Int.random(in: 40_000...60_000)
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
        try run("\(programs)/initdb", "-D", "\(folder)/primary", "-U", "postgres", "-A", "trust", "--no-sync", "--no-locale", "-E", "UTF8")
        let tls = showsCertificate ? "on -c ssl_cert_file=\(folder)/server.pem -c ssl_key_file=\(folder)/server.key" : "off"
        try start("primary", port: port, "-c listen_addresses=127.0.0.1 -c ssl=\(tls)")
        return port
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

    private func start(_ name: String, port: Int, _ listening: String = "-c listen_addresses=") throws {
        let options =
            "\(listening) -c unix_socket_directories=\(folder) -c port=\(port) -c fsync=off -c hot_standby=on -c shared_buffers=16MB"
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
