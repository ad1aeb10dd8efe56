import ArgumentParser
import Foundation
import Models

/// `caunoi token`: a bearer token for scripts.
struct Token: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Print a bearer token for scripts, or revoke one.",
        usage: """
            caunoi token --role <role> [--organisation <organisation>] [--province <province>] [--helper <helper>] [--ttl <ttl>] [--data <data>]
            caunoi token revoke <jti> [--data <data>]
            """,
        discussion: "To print one:\n\(Issue.options)",
        subcommands: [Issue.self, Revoke.self], defaultSubcommand: Issue.self)

    /// `caunoi token --role …`
    struct Issue: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Print a bearer token; its making is audited.", shouldDisplay: false)

        /// What the help says of its options: a command without a name of its own shows them as its parent's.
        static var options: String {
            helpMessage(columns: 76).split(separator: "\n").drop { $0 != "OPTIONS:" }.dropFirst().filter { !$0.contains("-h, --help") }
                .joined(separator: "\n")
        }

        @Option(help: "\(Role.allCases.map(\.rawValue).joined(separator: ", "))")
        var role: Role

        @Option(name: [.long, .customLong("centre")], help: "The organisation that the token is good for.")
        var organisation: OrganisationID?

        @Option(help: "The code of the province that the token is good for.")
        var province: String?

        @Option(help: "The helper whom the token speaks for.")
        var helper: HelperID?

        @Option(name: .customLong("ttl"), help: "How many seconds it is good for, a day at most.")
        var lifetime = 3_600

        @OptionGroup var folder: FolderOption

        func run() async throws {
            let issue = TokenIssue(role: role, organisation: organisation, province: province, helper: helper, lifetime: lifetime)
            print(try await issue.token(in: DataFolder.existing(folder.path)))
        }
    }

    /// `caunoi token revoke JTI`
    struct Revoke: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Withdraw a token before its time.")

        @Argument(help: "The token's own id: its claim jti.")
        var jti: String

        @OptionGroup var folder: FolderOption

        func run() async throws {
            guard (1...100).contains(jti.count) else { throw ValidationError("A token's id has 1 to 100 characters.") }
            try await PortalRecords.open(DataFolder.existing(folder.path)).revoke(jti)
            print("revoked \(jti)")
        }
    }
}

extension Role: ExpressibleByArgument {}

extension Identifier: ExpressibleByArgument {
    /// A UUID in its usual form.
    public init?(argument: String) {
        guard let uuid = UUID(text: argument) else { return nil }
        self.init(uuid)
    }
}
