import Foundation
import ServiceKit

/// What `caunoi` itself is configured by, beside what it hands on to the services.
struct Settings: Sendable {
    static let databaseAdministratorURL = Setting(
        "database.admin_url", "libpq URI of a superuser on a PostgreSQL of one's own; without it a private one is started", isSecret: true)
    static let frontDoorHost = Setting("front_door.host", "address the front door listens on", fallback: "127.0.0.1")
    static let frontDoorPort = Setting("front_door.port", "port of the front door; --port wins; 0 takes any free one", fallback: "8080")
    static let workers = Setting("reporting.workers", "reporting workers at the start; --workers wins", fallback: "1")
    static let compose = Setting("compose", "folder of the servers' settings; found beside the programs by default")

    /// The keys of `caunoi` alone.
    static let own: [Setting] = [databaseAdministratorURL, frontDoorHost, frontDoorPort, workers, compose]

    /// A PostgreSQL that is not ours to start.
    let databaseAdministratorURL: String?
    /// A RabbitMQ that is not ours to start; all services then use this address.
    let brokerURL: String?
    let publicURL: String?
    /// Addresses and networks, as they are written in the settings.
    let trustedProxies: String
    let host: String
    let port: Int
    let workers: Int
    /// The variables `CAUNOI_…` of our own environment that services may see.
    let forServices: [String: String]

    /// Reads the environment and the file that CAUNOI_CONFIG names. Throws `LaunchError`.
    static func read() async throws -> Settings {
        let configuration = try await ServiceConfiguration.load()
        let environment = ProcessInfo.processInfo.environment
        return Settings(
            databaseAdministratorURL: configuration.value(databaseAdministratorURL),
            brokerURL: configuration.value(.brokerURL),
            publicURL: configuration.source(.publicURL) == .fallback ? nil : configuration.value(.publicURL),
            trustedProxies: try trustedProxies(configuration),
            host: configuration.value(frontDoorHost) ?? "127.0.0.1",
            port: try configuration.number(frontDoorPort),
            workers: try configuration.number(workers),
            forServices: environment.filter { $0.key.hasPrefix("CAUNOI_") && $0.key != databaseAdministratorURL.variable })
    }

    /// What the front door is told too, looked at before anything is started.
    private static func trustedProxies(_ configuration: ServiceConfiguration) throws -> String {
        _ = try configuration.trustedProxies()
        return TrustedProxies.words(configuration.value(.trustedProxies) ?? "").joined(separator: " ")
    }
}
