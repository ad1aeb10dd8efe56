import Foundation
import Models
import TestKit
import Testing

@testable import Database

@Suite(.timeLimit(.minutes(1))) struct HostTests {
    @Test func hostsAreTriedOneByOneAndTheOneThatAnsweredIsAskedFirst() async throws {
        let test = try await TestDatabase.make(.intake)
        let lines = try (1...2).map { _ in try Line(to: test.socket) }
        lines[0].refuse(true)
        let hosts = "/tmp/nobody-is-here," + lines.map(\.folder).joined(separator: ",")
        let database = Database(
            DatabaseConfiguration(url: test.url(host: hosts, port: 5432), applicationName: "hosts", connections: 1))
        try await database.ping()
        #expect(lines[0].connections == 1 && lines[1].connections == 1)
        for _ in 1...20 {
            lines[1].cutAll()
            try await database.ping()
        }
        // Descriptors are given again and again to other hosts; the one that answers is not passed over.
        #expect(lines[0].connections == 1 && lines[1].connections == 21)
        for line in lines { line.close() }
    }

    @Test func aHostThatDoesNotAnswerDoesNotUseUpTheTimeOfTheOthers() async throws {
        let test = try await TestDatabase.make(.intake)
        let silent = try Line(to: test.socket)
        silent.holdNewConnections()
        var configuration = DatabaseConfiguration(
            url: test.url(host: "\(silent.folder),\(test.socket.folder)").replacing("port=", with: "port=5432,"), applicationName: "hosts",
            connections: 1)
        configuration.connectPatience = .milliseconds(200)
        try await Database(configuration).ping()
        silent.close()
    }

    @Test func whenNobodyAnswersTheErrorTellsOfEveryHost() async throws {
        let database = Database(
            DatabaseConfiguration(url: "postgresql://nobody@/none?host=/tmp/nobody-1,/tmp/nobody-2", applicationName: "hosts"))
        let error = try await #require(throws: DatabaseError.self) { try await database.ping() }
        #expect(error.kind == .connectionLost && error.isRetriable)
        #expect(error.message.contains("/tmp/nobody-1") && error.message.contains("/tmp/nobody-2"))
    }

    @Test func aLineThatLeavesTheMachineIsVerifiedUnlessToldOtherwise() throws {
        let list = try HostList("postgresql://u@db.example,localhost,127.0.0.1/d", adding: [:])
        #expect(list.hosts.map { $0["sslmode"] } == ["verify-full", nil, nil])
        #expect(list.hosts[0]["sslrootcert"] == "/etc/ssl/certs/ca-certificates.crt")
        let own = try HostList("postgresql://u@10.1.2.3/d?sslmode=verify-full&sslrootcert=/own.pem", adding: [:])
        #expect(own.hosts[0]["sslrootcert"] == "/own.pem")
        for mode in ["disable", "allow", "prefer", "require", "verify-ca"] {
            let error = #expect(throws: DatabaseError.self) { try HostList("postgresql://u@db.example/d?sslmode=\(mode)", adding: [:]) }
            #expect(error?.message.contains("CAUNOI_LINES_PLAIN") == true)
            let guarded = try HostList("postgresql://u@db.example/d?sslmode=\(mode)", plain: .trustedNetwork, adding: [:])
            #expect(guarded.hosts[0]["sslmode"] == mode)
        }
        // The address is what is connected to, whatever the name says.
        #expect(try HostList("postgresql://u@localhost/d?hostaddr=192.0.2.1", adding: [:]).hosts[0]["sslmode"] == "verify-full")
        #expect(try HostList("postgresql://u@/d?host=/run/socket", adding: [:]).hosts[0]["sslmode"] == nil)
    }

    @Test func ourOwnProgramsOfPostgreSQLAreToldTheSame() throws {
        let away = DatabaseConfiguration(url: "postgresql://u@db.example/d", applicationName: "x")
        #expect(try away.lineVariables() == ["PGSSLMODE": "verify-full", "PGSSLROOTCERT": "/etc/ssl/certs/ca-certificates.crt"])
        #expect(try DatabaseConfiguration(url: "postgresql://u@127.0.0.1/d", applicationName: "x").lineVariables() == [:])
    }

    @Test func parametersOfTheURIHoldBeforeOurs() throws {
        let list = try HostList(
            "postgresql://u@a:1,b:2/d?options=-c%20x.y%3D1&application_name=theirs",
            adding: ["options": "-c a.b=2", "application_name": "ours"])
        #expect(list.hosts.map { $0["host"] } == ["a", "b"] && list.hosts.map { $0["port"] } == ["1", "2"])
        #expect(list.hosts[0]["options"] == "-c a.b=2 -c x.y=1" && list.hosts[0]["application_name"] == "theirs")
        #expect(list.hosts.allSatisfy { $0["target_session_attrs"] == "read-write" })
        #expect(try HostList("postgresql://u@a/d", adding: [:]).hosts[0]["target_session_attrs"] == nil)
        #expect(throws: DatabaseError.self) { try HostList("no uri at all", adding: [:]) }
    }
}
