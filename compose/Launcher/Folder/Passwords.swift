import Foundation
import Models

/// The passwords of the parts at the servers, new at each start for the private ones, kept in a file that its owner alone reads.
struct Passwords: Codable, Sendable {
    /// PostgreSQL's superuser.
    private(set) var databaseAdministrator: String
    /// RabbitMQ's administrator.
    private(set) var brokerAdministrator: String
    /// What Erlang's nodes know each other by.
    private(set) var brokerCookie: String
    /// Of `<service>_owner`, by service.
    private(set) var owners: [String: String]
    /// Of the login role `<service>`, by service.
    private(set) var logins: [String: String]
    /// Of the broker's user `<service>`, by service.
    private(set) var brokerUsers: [String: String]

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
        try made.write(to: folder)
        return made
    }

    /// The same with new ones at the database, at the broker, or both: the parts must be started anew with them.
    static func renewed(in folder: DataFolder, database: Bool, broker: Bool) throws -> Passwords {
        var passwords = try of(folder)
        let new = random()
        if database {
            (passwords.databaseAdministrator, passwords.owners, passwords.logins) = (new.databaseAdministrator, new.owners, new.logins)
        }
        if broker {
            (passwords.brokerAdministrator, passwords.brokerCookie) = (new.brokerAdministrator, new.brokerCookie)
            passwords.brokerUsers = new.brokerUsers
        }
        try passwords.write(to: folder)
        return passwords
    }

    private func write(to folder: DataFolder) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        try PrivateFile.write(encoder.encode(self), to: folder.passwords)
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
    static func word() -> String {
        var generator = SystemRandomNumberGenerator()
        return (0..<3).map { _ in
            let digits = String(generator.next() as UInt64, radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }.joined()
    }
}
