import Crypto
import Foundation
import Models

/// The broker's users and what each may do, as RabbitMQ's `load_definitions` reads them at every start.
///
/// A service configures nothing, publishes under its own name only, and reads its own queues only.
struct BrokerDefinitions: Encodable {
    let users: [User]
    let vhosts: [VirtualHost]
    let permissions: [Permission]
    let topicPermissions: [TopicPermission]

    struct User: Encodable {
        let name: String
        let passwordHash: String
        let hashingAlgorithm = "rabbit_password_hashing_sha256"
        let tags: [String]
    }

    struct VirtualHost: Encodable {
        let name: String
    }

    struct Permission: Encodable {
        let user: String
        let vhost: String
        let configure: String
        let write: String
        let read: String
    }

    struct TopicPermission: Encodable {
        let user: String
        let vhost: String
        let exchange: String
        let write: String
        let read: String
    }

    init(_ passwords: Passwords) {
        let host = Plan.virtualHost
        let administrator = Plan.brokerAdministrator
        let services = ServiceName.allCases
        users =
            [User(name: administrator, passwordHash: Self.hash(passwords.brokerAdministrator), tags: ["administrator"])]
            + services.map { User(name: $0.rawValue, passwordHash: Self.hash(passwords.brokerUser($0)), tags: []) }
        vhosts = [VirtualHost(name: host)]
        permissions =
            [Permission(user: administrator, vhost: host, configure: ".*", write: ".*", read: ".*")]
            + services.map { service in
                let own = #"\#(service.rawValue)\..*"#
                return Permission(
                    user: service.rawValue, vhost: host, configure: "^$", write: #"^(caunoi\.events|\#(own))$"#, read: "^\(own)$")
            }
        topicPermissions = services.map { service in
            TopicPermission(
                user: service.rawValue, vhost: host, exchange: Topology.exchange, write: #"^\#(service.rawValue)\."#, read: ".*")
        }
    }

    /// As RabbitMQ keeps it: four random bytes, then the SHA-256 of these and the password, in base64.
    private static func hash(_ password: String) -> String {
        let salt = (0..<4).map { _ in UInt8.random(in: .min ... .max) }
        return Data(salt + SHA256.hash(data: Data(salt + Array(password.utf8)))).base64EncodedString()
    }

    /// The file's content.
    func json() throws -> Data {
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(self)
    }
}
