import Database
import HTTPTypes
import HummingbirdTesting
import Logging
import Messaging
import Models
import Testing

@testable import ServiceKit

@Suite struct HealthTests {
    @Test func aServiceLivesWhileItsServersAreAwayButIsNotReady() async throws {
        let house = try await HouseOfTests()
        let database = Database(DatabaseConfiguration(url: "postgresql://nobody@127.0.0.1:1/none", applicationName: "test"))
        let broker = Broker(
            address: try BrokerAddress(url: "amqp://nobody:x@127.0.0.1:1/none"), clientName: "test", logger: Logger(label: "test"))
        let readiness = Readiness(
            service: .intake, version: "1", database: database, broker: broker, revocations: Revocations(isRead: false), clock: .system)
        try await house.test({ HealthRoutes(readiness: readiness, metrics: house.metrics).add(to: $0) }) { client in
            try await client.execute(uri: "/healthz", method: .get) { #expect($0.status == .ok) }
            try await client.execute(uri: "/readyz", method: .get) {
                #expect($0.status == .serviceUnavailable)
                let tree = try $0.tree()
                #expect(tree == ["database": false, "broker": false, "revocations": false])
            }
            try await client.execute(uri: "/status", method: .get) { #expect($0.status == .serviceUnavailable) }
            try await client.execute(uri: "/metrics", method: .get) { #expect($0.text.contains("http_requests_total")) }
        }
    }
}
