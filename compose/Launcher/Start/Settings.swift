import Database
import Foundation
import Messaging
import Models
import ServiceKit

/// What `caunoi` itself is configured by, beside what it hands on to the services.
struct Settings: Sendable {
    static let databaseAdministratorURL = Setting(
        "database.admin_url", "libpq URI of a superuser on a PostgreSQL of one's own; without it a private one is started", isSecret: true)
    static let frontDoorHost = Setting("front_door.host", "address the front door listens on", fallback: "127.0.0.1")
    static let frontDoorPort = Setting("front_door.port", "port of the front door; --port wins; 0 takes any free one", fallback: "8080")
    static let frontDoorCertificate = Setting(
        "front_door.certificate", "file of the certificate and its chain (PEM): the front door then speaks TLS")
    static let frontDoorKey = Setting("front_door.key", "file of the certificate's private key (PEM), not for others to read")
    static let frontDoorRedirectPort = Setting(
        "front_door.redirect_port", "port where plain HTTP is answered with the way to the TLS address; only with a certificate")
    static let frontDoorPlain = Setting(
        "front_door.plain", "who may be spoken to without TLS: loopback, or behind_proxy where a proxy ends it", fallback: "loopback")
    static let frontDoorCaddy = Setting(
        "front_door.caddy",
        "which Caddy may be open to other machines: maintained, one whose Go still gets mends of faults; or any", fallback: "maintained")
    static let workers = Setting("reporting.workers", "reporting workers at the start; --workers wins", fallback: "1")
    static let compose = Setting("compose", "folder of the servers' settings; found beside the programs by default")

    /// The keys of `caunoi` alone.
    static let own: [Setting] = [
        databaseAdministratorURL, frontDoorHost, frontDoorPort, frontDoorCertificate, frontDoorKey, frontDoorRedirectPort, frontDoorPlain,
        frontDoorCaddy, workers, compose,
    ]

    /// A PostgreSQL that is not ours to start.
    let databaseAdministratorURL: String?
    /// A RabbitMQ that is not ours to start; all services then use this address.
    let brokerURL: String?
    let publicURL: String?
    /// Addresses and networks, as they are written in the settings.
    let trustedProxies: String
    let host: String
    let port: Int
    /// Nil where the front door speaks plain HTTP.
    let tls: FrontDoorTLS?
    /// Whether a Caddy that nobody mends may be open to other machines.
    let anyCaddy: Bool
    let workers: Int
    let plainLines: PlainLines
    /// The file that CAUNOI_CONFIG names.
    let file: String?
    /// Another folder of the papers than the data folder's.
    var papers: String? { configured[Setting.papers.variable] }
    /// What is configured of ``Setting/all``, by variable: of it each service is given what it needs.
    private let configured: [String: String]

    /// The environment of a service, as far as it is configured: no service has the secrets of another (OWASP ASVS 5.0, V13.3.2).
    func environment(of service: ServiceName) -> [String: String] {
        let needed = Setting.all.filter { $0.services.contains(service) }.map(\.variable)
        return configured.filter { needed.contains($0.key) }
    }

    /// Files that the addresses of servers of one's own name: authorities, certificates and keys of the lines there.
    var filesOfAddresses: [String] {
        let names: Set = ["sslrootcert", "sslcert", "sslkey", "sslcrl", "cacertfile", "certfile", "keyfile"]
        return [databaseAdministratorURL, brokerURL].compactMap(\.self).flatMap { address in
            address.split(separator: "?", maxSplits: 1).dropFirst().joined().split(separator: "&").compactMap { parameter in
                let words = parameter.split(separator: "=", maxSplits: 1)
                return words.count == 2 && names.contains(String(words[0])) ? String(words[1]).removingPercentEncoding : nil
            }
        }
    }

    /// Reads the environment and the file that CAUNOI_CONFIG names. Throws `LaunchError`.
    static func read() async throws -> Settings {
        let file = ProcessInfo.processInfo.environment["CAUNOI_CONFIG"].flatMap { $0.isEmpty ? nil : URL(fileURLWithPath: $0).path }
        return try await read(ServiceConfiguration.load(), of: file)
    }

    /// What a configuration says. Throws `LaunchError`.
    static func read(_ configuration: ServiceConfiguration, of file: String?) async throws -> Settings {
        let publicURL = configuration.source(.publicURL) == .fallback ? nil : configuration.value(.publicURL)
        let host = configuration.value(frontDoorHost) ?? "127.0.0.1"
        let tls = try FrontDoorTLS.read(configuration, publicURL: publicURL)
        if tls == nil { try checkPlain(host, configuration) }
        return Settings(
            databaseAdministratorURL: try databaseAdministratorURL(configuration), brokerURL: try brokerURL(configuration),
            publicURL: publicURL,
            trustedProxies: try trustedProxies(configuration),
            host: host,
            port: try configuration.number(frontDoorPort),
            tls: tls,
            anyCaddy: try configuration.choice(frontDoorCaddy, of: ["maintained", "any"]) == "any",
            workers: try configuration.number(workers),
            plainLines: try configuration.plainLines(),
            file: file,
            configured: Dictionary(
                Setting.all.compactMap { setting in
                    guard configuration.source(setting) != .fallback, let value = configuration.value(setting) else { return nil }
                    return (setting.variable, value)
                }
            ) { first, _ in first })
    }

    /// Passwords and dossiers do not cross a network in the open because a setting was forgotten.
    static func checkPlain(_ host: String, _ configuration: ServiceConfiguration) throws {
        switch configuration.value(frontDoorPlain) {
        case "behind_proxy": return
        case "loopback" where host.hasPrefix("127."): return
        case "loopback":
            throw LaunchError(
                "the front door would listen on \(host) without TLS",
                remedy: "give it a certificate (\(frontDoorCertificate.variable), \(frontDoorKey.variable)), or say "
                    + "\(frontDoorPlain.variable)=behind_proxy where a proxy before it ends TLS")
        case let other:
            throw LaunchError("\(frontDoorPlain.key) is \(other ?? "empty")", remedy: "it is loopback or behind_proxy")
        }
    }

    /// Looked at before anything is started, as the services look at theirs.
    private static func databaseAdministratorURL(_ configuration: ServiceConfiguration) throws -> String? {
        guard let url = configuration.value(databaseAdministratorURL) else { return nil }
        let plain = try configuration.plainLines()
        do {
            try DatabaseConfiguration(url: url, applicationName: "caunoi", plain: plain).check()
        } catch {
            throw LaunchError("\(databaseAdministratorURL.variable) cannot be used: \(error.message)")
        }
        return url
    }

    private static func brokerURL(_ configuration: ServiceConfiguration) throws -> String? {
        guard let url = configuration.value(.brokerURL) else { return nil }
        let plain = try configuration.plainLines()
        do {
            try BrokerAddress(url: url).check(plain)
        } catch let error as BrokerError {
            throw LaunchError("\(Setting.brokerURL.variable) cannot be used: \(error)")
        }
        return url
    }

    /// What the front door is told too, looked at before anything is started.
    private static func trustedProxies(_ configuration: ServiceConfiguration) throws -> String {
        _ = try configuration.trustedProxies()
        return TrustedProxies.words(configuration.value(.trustedProxies) ?? "").joined(separator: " ")
    }
}
