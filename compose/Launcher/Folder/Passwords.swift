import Foundation
import Models

/// The passwords of the private servers, made at the first start and kept in a file that its owner alone reads.
struct Passwords: Codable, Sendable {
    /// PostgreSQL's superuser.
    let databaseAdministrator: String
    /// RabbitMQ's administrator.
    let brokerAdministrator: String
    /// What Erlang's nodes know each other by.
    let brokerCookie: String
    /// Of `<service>_owner`, by service.
    let owners: [String: String]
    /// Of the login role `<service>`, by service.
    let logins: [String: String]
    /// Of the broker's user `<service>`, by service.
    let brokerUsers: [String: String]

    /// Those of a data folder, made where missing.
    static func of(_ folder: DataFolder) throws -> Passwords {
        if FileManager.default.fileExists(atPath: folder.passwords) {
            do {
                return try JSONDecoder().decode(Passwords.self, from: Data(contentsOf: URL(fileURLWithPath: folder.passwords)))
            } catch {
                throw LaunchError("the passwords in \(folder.passwords) cannot be read: \(error.localizedDescription)")
            }
        }
        let made = Passwords.random()
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        try PrivateFile.write(encoder.encode(made), to: folder.passwords)
        return made
    }

    func owner(_ service: ServiceName) -> String { owners[service.rawValue] ?? "" }
    func login(_ service: ServiceName) -> String { logins[service.rawValue] ?? "" }
    func brokerUser(_ service: ServiceName) -> String { brokerUsers[service.rawValue] ?? "" }

    private static func random() -> Passwords {
        func each() -> [String: String] {
            Dictionary(uniqueKeysWithValues: ServiceName.allCases.map { ($0.rawValue, word()) })
        }
        return Passwords(
            databaseAdministrator: word(), brokerAdministrator: word(), brokerCookie: word(), owners: each(), logins: each(),
            brokerUsers: each())
    }

    /// 192 random bits in characters that need no escaping in an address.
    private static func word() -> String {
        var generator = SystemRandomNumberGenerator()
        return (0..<3).map { _ in
            let digits = String(generator.next() as UInt64, radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }.joined()
    }
}
