import Database
package import Foundation
package import HTTPTypes
import Hummingbird
package import HummingbirdTesting
import Logging
import Messaging
package import Models
import NIOCore
import Outbox
import Rules
package import ServiceKit
import Synchronization

/// A service under test without a network: its own database with the real migrations, its real routes and handlers, and a clock to move. No broker
/// listens; what the service tells is read from its outbox.
package final class TestHouse: Sendable {
    package let house: House
    package let clock: TestClock
    /// Dropped with the house.
    private let database: TestDatabase
    package let parts: Parts
    package let signer: TokenSigner

    private init(database: TestDatabase, house: House, clock: TestClock, parts: Parts, signer: TokenSigner) {
        self.database = database
        self.house = house
        self.clock = clock
        self.parts = parts
        self.signer = signer
    }

    /// Builds `service` from its own `build` function.
    package static func make(
        _ service: ServiceName, migrations: URL?, keepsDirectory: Bool = true, environment: [String: String] = [:], build: ServiceMain.Build
    ) async throws -> TestHouse {
        let sets = try ServiceMain.migrationSets(of: service, folder: migrations, keepsDirectory: keepsDirectory)
        let database = try await TestDatabase.make(service, migrations: sets)
        let clock = TestClock()
        let configuration = try await ServiceConfiguration(environment: environment)
        // Portal's own key where the test names one, so that the tokens it hands out hold.
        let key = configuration.value(.tokenPrivateKey) == nil ? try TokenSigner.newPrivateKeyPEM() : try configuration.tokenPrivateKeyPEM()
        let signer = try await TokenSigner(privateKeyPEM: key)
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let house = House(
            service: service, configuration: configuration, clock: clock.wall,
            database: database.database,
            broker: Broker(address: try BrokerAddress(url: "amqp://nobody:nothing@127.0.0.1:1/none"), clientName: "test", logger: logger),
            outbox: Outbox(clock: clock.wall), rules: try RulePacks.load(),
            tokens: try await TokenVerifier(publicKeyPEM: signer.publicKeyPEM), metrics: PrometheusMetrics(), logger: logger)
        return TestHouse(database: database, house: house, clock: clock, parts: try await build(house), signer: signer)
    }

    /// Runs statements in its database as the superuser.
    package func administer(_ script: String) async throws { try await database.administer(script) }

    /// Lets the service hear `message`, as its inbox would.
    package func hear(_ message: some Message, version: Int = 1) async throws {
        for handler in parts.handlers where try await deliver(message, to: handler, version: version) { return }
        preconditionFailure("the service does not hear \(type(of: message).name)")
    }

    /// The messages of a type that were told, oldest first.
    package func told<Told: Message>(_ type: Told.Type = Told.self) async throws -> [Told] {
        let bodies = try await house.database.transaction(.service) {
            try await $0.rows("select body from outbox where name = \(Told.name) order by position").map {
                try $0.get("body", as: String.self)
            }
        }
        return try bodies.map { try MessageCoding.decode(Told.self, from: Data($0.utf8)) }
    }

    /// How many lines of the audit trail have that action.
    package func audited(_ action: String) async throws -> Int {
        try await house.database.transaction(.service) { transaction in
            try await transaction.value("select count(*) from audit where action = \(action)", as: Int.self) ?? 0
        }
    }

    /// Runs a request through the whole router. `identity` nil: nobody.
    package func ask(
        _ method: HTTPRequest.Method, _ uri: String, by identity: Identity?, _ headers: HTTPFields = [:], body: Data? = nil
    ) async throws -> TestResponse {
        var headers = headers
        if let identity { headers[.authorization] = "Bearer \(try await signer.sign(identity, lifetime: 300))" }
        if body != nil, headers[.contentType] == nil { headers[.contentType] = "application/json" }
        let fields = headers
        let router = try ServiceRouter.build(
            parts, tokens: house.tokens, metrics: house.metrics, proxies: try house.configuration.trustedProxies())
        return try await Application(router: router).test(.router) { client in
            try await client.execute(uri: uri, method: method, headers: fields, body: body.map { ByteBuffer(bytes: $0) }) { $0 }
        }
    }

    private func deliver<Handler: MessageHandler>(_ message: some Message, to handler: Handler, version: Int) async throws -> Bool {
        guard let received = message as? Handler.Received else { return false }
        let envelope = Envelope(
            id: UUID.v7(at: Date()), name: Handler.Received.name, aggregate: message.aggregate, version: version,
            producer: Handler.Received.name.producer, traceparent: nil, attempts: 0)
        try await house.database.transaction(.service) { try await handler.handle(received, envelope, in: $0) }
        return true
    }
}

/// A clock that a test moves.
package final class TestClock: Sendable {
    private let shift = Mutex(0.0)

    package init() {}

    /// Lets `seconds` pass.
    package func pass(_ seconds: Double) {
        shift.withLock { $0 += seconds }
    }

    /// The clock as the service reads it.
    package var wall: WallClock { WallClock { [self] in Date().addingTimeInterval(shift.withLock { $0 }) } }
}

extension TestResponse {
    /// The body as text.
    package var text: String { String(buffer: body) }
    /// The body as a tree; null where it is no JSON.
    package var tree: JSONValue { (try? JSONParser.parse(Array(body.readableBytesView))) ?? .null }
}
