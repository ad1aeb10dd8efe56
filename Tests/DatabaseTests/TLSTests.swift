import Foundation
import Models
import TestKit
import Testing

@testable import Database

@Suite(.timeLimit(.minutes(2))) struct TLSTests {
    @Test func theServersCertificateIsVerified() async throws {
        let servers = try Servers()
        defer { servers.stop() }
        let port = try await servers.startPrimaryOverTCP(showsCertificate: true)
        func database(_ host: String, _ authority: String) -> Database {
            let url = "postgresql://postgres@\(host):\(port)/postgres?sslmode=verify-full&sslrootcert=\(servers.folder)/\(authority).pem"
            return Database(DatabaseConfiguration(url: url, applicationName: "tls", connections: 1))
        }
        let good = database("localhost", "ca")
        #expect(try await good.value(.none, "select ssl from pg_stat_ssl where pid = pg_backend_pid()", as: Bool.self) == true)
        // More than one TLS record in either direction.
        let large = String(repeating: "đ", count: 500_000)
        #expect(try await good.value(.none, "select \(large)::text", as: String.self) == large)
        // Another authority, and another name than the certificate's.
        for refused in [database("localhost", "other"), database("127.0.0.1", "ca")] {
            let error = try await #require(throws: DatabaseError.self) { try await refused.ping() }
            #expect(error.kind == .connectionLost && error.message.contains("certificate"))
        }
    }

    @Test func aServerWithoutTLSIsRefusedWhereItMustBeVerified() async throws {
        let servers = try Servers()
        defer { servers.stop() }
        let port = try await servers.startPrimaryOverTCP(showsCertificate: false)
        let url = "postgresql://postgres@localhost:\(port)/postgres?sslmode=verify-full&sslrootcert=\(servers.folder)/ca.pem"
        let database = Database(DatabaseConfiguration(url: url, applicationName: "tls", connections: 1))
        let error = try await #require(throws: DatabaseError.self) { try await database.ping() }
        #expect(error.kind == .connectionLost && error.message.contains("SSL"))
    }
}
