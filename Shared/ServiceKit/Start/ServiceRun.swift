import CoreMetrics
import Database
import Hummingbird
import Logging
import Messaging
import Models
import NIOCore
import Outbox
import Rules
import ServiceLifecycle
import UnixSignals

/// One run of a service, from its configuration to the last of its parts stopping.
struct ServiceRun {
    /// What the process is for.
    enum Role {
        case serve
        case other(String)
    }

    /// How long parts may take to stop after SIGTERM or SIGINT before they are cancelled.
    private static let patience = Duration.seconds(20)

    private let service: ServiceName
    private let role: Role

    init(_ service: ServiceName, role: Role) {
        self.service = service
        self.role = role
    }

    /// Runs until SIGTERM or SIGINT, or until a part fails.
    func run(_ build: ServiceMain.Build) async throws {
        ProcessMetrics.begin()
        let configuration = try await ServiceConfiguration.load()
        let logger = ServiceLog.begin(service.rawValue, level: try configuration.logLevel())
        let metrics = PrometheusMetrics()
        MetricsSystem.bootstrap(metrics)
        try await group(configuration, metrics: metrics, logger: logger, build: build).run()
        logger.notice("stopped")
    }

    /// All parts, ready to run. Tells `listening` the port once the listener is up.
    func group(
        _ configuration: ServiceConfiguration, metrics: PrometheusMetrics, logger: Logger, build: ServiceMain.Build,
        listening: @escaping @Sendable (Int) -> Void = { _ in }
    ) async throws -> ServiceGroup {
        let house = try await furnish(configuration, metrics: metrics, logger: logger)
        let parts = try await build(house)
        let application = try listener(parts, house: house, metrics: metrics, listening: listening)
        var group = ServiceGroupConfiguration(
            services: services(house, parts: parts, application: application), gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        group.maximumGracefulShutdownDuration = Self.patience
        group.maximumCancellationDuration = .seconds(5)
        return ServiceGroup(configuration: group)
    }

    /// Nothing here waits for a server: the pool and the broker connect when they can.
    private func furnish(_ configuration: ServiceConfiguration, metrics: PrometheusMetrics, logger: Logger) async throws -> House {
        let rules = try RulePacks.load()
        let settings = DatabaseConfiguration(
            url: try configuration.required(.databaseURL), applicationName: service.rawValue,
            connections: try configuration.number(.databaseConnections), plain: try configuration.plainLines())
        let address = try BrokerAddress(url: try configuration.required(.brokerURL))
        try Self.checkLines(settings, address)
        let database = Database(settings)
        let clock = try configuration.clock()
        return House(
            service: service, configuration: configuration, clock: clock, database: database,
            broker: Broker(address: address, clientName: service.rawValue, logger: logger), outbox: Outbox(clock: clock), rules: rules,
            tokens: try await TokenVerifier(
                publicKeyPEM: configuration.tokenPublicKeyPEM(), service: service, revocations: Revocations(isRead: false)),
            metrics: metrics, logger: logger)
    }

    /// A line that may not be ends the start, rather than each try to connect.
    private static func checkLines(_ database: DatabaseConfiguration, _ broker: BrokerAddress) throws {
        do {
            try database.check()
            try broker.check(database.plain)
        } catch let error as DatabaseError {
            throw ConfigurationError("\(Setting.databaseURL.variable) cannot be used: \(error.message)")
        } catch let error as BrokerError {
            throw ConfigurationError("\(Setting.brokerURL.variable) cannot be used: \(error)")
        }
    }

    private func listener(
        _ parts: Parts, house: House, metrics: PrometheusMetrics, listening: @escaping @Sendable (Int) -> Void
    ) throws -> some ApplicationProtocol {
        var whole = parts
        let readiness = Readiness(
            service: service, version: ServiceMain.version, database: house.database, broker: house.broker,
            revocations: house.tokens.revocations, clock: house.clock)
        let parked = ParkedRoutes(
            service: service, messages: ParkedMessages(house.database, service: service, clock: house.clock), broker: house.broker)
        whole.routes = { router in
            HealthRoutes(readiness: readiness, metrics: metrics).add(to: router)
            parked.add(to: router)
            parts.routes(router)
        }
        let host = try house.configuration.listeningHost()
        let port = try house.configuration.number(.httpPort)
        return Application(
            router: try ServiceRouter.build(
                whole, tokens: house.tokens, metrics: metrics, proxies: try house.configuration.trustedProxies(),
                callScale: Double(try house.configuration.callScale())),
            // A connection on which nothing comes for so long ends: half a request too, but no answer that takes its time.
            server: .http1(configuration: .init(idleTimeout: .seconds(75))),
            configuration: ApplicationConfiguration(address: .hostname(host, port: port), serverName: nil),
            onServerRunning: { channel in
                let port = channel.localAddress?.port ?? port
                house.logger.notice("listening", metadata: ["host": .string(host), "port": .stringConvertible(port)])
                listening(port)
            },
            logger: house.logger)
    }

    /// In the order of their start; they stop in the opposite one.
    private func services(_ house: House, parts: Parts, application: any Service) -> [any Service] {
        var services: [any Service] = [house.database, house.broker, application]
        services.append(RevocationReader(database: house.database, revocations: house.tokens.revocations, logger: house.logger))
        services += parts.services
        guard case .serve = role else { return services }
        let handlers = parts.handlers + (service == .portal ? [] : [TokenRevokedHandler(house.tokens.revocations)])
        let queue = Topology.standard.events(of: service)
        services.append(
            Inbox(
                queue, handlers: handlers, follows: queue.wholeStories, database: house.database, broker: house.broker, clock: house.clock,
                logger: house.logger))
        services.append(
            Sweeper(sweeps: [IdempotencyClaim.sweep] + parts.sweeps, database: house.database, logger: house.logger))
        services.append(OutboxGauges(database: house.database, broker: house.broker, clock: house.clock, metrics: house.metrics))
        services.append(AuditFeed(service, database: house.database, outbox: house.outbox, logger: house.logger))
        let retention = Retention(auditBegins: house.rules.auditTrailBegins)
        services.append(
            Relay(
                house.outbox, service: service, database: house.database, broker: house.broker, retention: retention,
                logger: house.logger))
        return services
    }
}
