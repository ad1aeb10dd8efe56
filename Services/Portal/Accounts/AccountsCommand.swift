import Database
import Foundation
import Models
import Outbox
import ServiceKit

/// `Portal accounts add --login … --name … --role … [--email …] [--organisation …] [--province …] [--helper …]`: makes an account, or makes it
/// what is asked. The password comes in CAUNOI_ACCOUNT_PASSWORD, or as the first line of the standard input: never on the command line,
/// which others can read.
enum AccountsCommand {
    static let word = "accounts"

    private static let usage = """
        usage: Portal accounts add --login LOGIN --name NAME --role ROLE [--email ADDRESS] [--organisation ID] [--province CODE] [--helper ID]
        The password: CAUNOI_ACCOUNT_PASSWORD, or the first line of the standard input.
        """

    /// Does it and ends the process: 0 when done, 64 for wrong words, 78 for a wrong configuration, 1 for any other failure.
    static func run(_ words: [String]) async {
        do {
            let (draft, password) = try read(words)
            let configuration = try await ServiceConfiguration.load()
            print(try await enter(draft, password: password, configuration).rawValue)
        } catch let error as AccountError {
            end("Portal accounts: \(error)\n\(usage)", status: 64)
        } catch let error as ConfigurationError {
            end("Portal accounts: \(error)", status: 78)
        } catch {
            end("Portal accounts: \(error)", status: 1)
        }
    }

    private static func enter(
        _ draft: AccountDraft, password: String, _ configuration: ServiceConfiguration
    ) async throws -> EnterAccount.Outcome {
        let database = Database(
            DatabaseConfiguration(
                url: try configuration.required(.databaseURL), applicationName: "portal accounts", connections: 1,
                plain: try configuration.plainLines()))
        if let fault = try PasswordRules(configuration).fault(of: password, shortest: PasswordRules.shortestAlone, person: [draft.login]) {
            throw AccountError(fault.message.en)
        }
        let accounts = AccountStore()
        let clock = try configuration.clock()
        let outbox = Outbox(clock: clock)
        let enterAccount = EnterAccount(
            database: database, accounts: accounts, sessions: Sessions(database: database, accounts: accounts),
            waysIn: WaysIn(accounts: accounts, persons: ConnectedPersons(), clock: clock), outbox: outbox,
            tell: TellAccount(accounts: accounts, outbox: outbox, clock: clock), hasher: PasswordHasher(),
            clock: clock)
        return try await enterAccount(draft, password: password, by: "portal:accounts")
    }

    private static func read(_ words: [String]) throws -> (AccountDraft, password: String) {
        guard words.first == "add" else { throw AccountError("“add” is the one thing it does") }
        var values: [String: String] = [:]
        var rest = words.dropFirst()
        while let option = rest.popFirst() {
            guard options.contains(option), let value = rest.popFirst() else { throw AccountError("\(option) is not understood") }
            values[option] = value
        }
        guard let login = values["--login"], let name = values["--name"], let role = values["--role"].flatMap(Role.init(rawValue:)) else {
            throw AccountError("--login, --name and a known --role are needed")
        }
        let draft = try AccountDraft(
            login: login, displayName: name, email: values["--email"], role: role, organisation: id(values["--organisation"]),
            province: values["--province"], helper: id(values["--helper"]))
        let password = ProcessInfo.processInfo.environment["CAUNOI_ACCOUNT_PASSWORD"] ?? readLine() ?? ""
        return (draft, password)
    }

    private static let options = ["--login", "--name", "--role", "--email", "--organisation", "--province", "--helper"]

    private static func id<Entity>(_ text: String?) throws -> Identifier<Entity>? {
        guard let text else { return nil }
        guard let id = Identifier<Entity>(text) else { throw AccountError("\(text) is no id") }
        return id
    }

    private static func end(_ message: String, status: Int32) -> Never {
        try? FileHandle.standardError.write(contentsOf: Data((message + "\n").utf8))
        exit(status)
    }
}
