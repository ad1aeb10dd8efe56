import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import Models
import ServiceLifecycle
import Testing

@testable import ServiceKit

@Suite struct StartTests {
    /// A configuration whose database and broker are away.
    private func configuration(_ signer: TokenSigner) async throws -> ServiceConfiguration {
        let key = FileManager.default.temporaryDirectory.appending(path: "key-\(UUID()).pem").path
        try Data(signer.publicKeyPEM.utf8).write(to: URL(filePath: key))
        return try await ServiceConfiguration(environment: [
            "CAUNOI_DATABASE_URL": "postgresql://intake:x@127.0.0.1:1/caunoi", "CAUNOI_BROKER_URL": "amqp://intake:x@127.0.0.1:1/caunoi",
            "CAUNOI_TOKEN_PUBLIC_KEY": key,
        ])
    }

    @Test(.timeLimit(.minutes(1))) func aServiceStartsWithoutItsServersAndStopsWhenItIsTold() async throws {
        let signer = try await TokenSigner(privateKeyPEM: try TokenSigner.newPrivateKeyPEM())
        let (ports, found) = AsyncStream<Int>.makeStream()
        let group = try await ServiceRun(.intake, role: .serve).group(
            configuration(signer), metrics: PrometheusMetrics(), logger: Logger(label: "test"),
            build: { house in
                var parts = Parts(routes: { router in router.get("/api/v1/rules") { _, _ in try Response.json([house.service.rawValue]) } })
                parts.trialEndpoints = [Endpoint(.get, "/api/v1/rules", nil)]
                return parts
            }, listening: { found.yield($0) })
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            let port = try #require(await ports.first { _ in true })
            let client = TestClient(
                host: "127.0.0.1", port: port, eventLoopGroupProvider: .shared(EventLoopGroupProvider.singleton.eventLoopGroup))
            client.connect()
            let alive = try await client.get("/healthz")
            #expect(alive.status == .ok)
            let ready = try await client.get("/readyz")
            #expect(ready.status == .serviceUnavailable)
            let own = try await client.get("/api/v1/rules")
            #expect(own.status == .ok)
            // What was withdrawn cannot be read yet: nobody is let in, and nobody waits.
            let token = try await signer.sign(Identity(subject: "x", name: "x", role: .ministry, jti: "x"), lifetime: 60)
            let named = try await client.get("/api/v1/rules", headers: [.authorization: "Bearer \(token)"])
            #expect(named.status == .serviceUnavailable)
            try await client.shutdown()
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }
    }

    @Test func aConfigurationThatLacksSomethingIsRefusedByName() async throws {
        let empty = try await ServiceConfiguration(environment: [:])
        let error = try await #require(throws: ConfigurationError.self) {
            _ = try await ServiceRun(.intake, role: .serve).group(
                empty, metrics: PrometheusMetrics(), logger: Logger(label: "test"), build: { _ in Parts() })
        }
        #expect(error.description.contains("CAUNOI_DATABASE_URL"))
    }
}
