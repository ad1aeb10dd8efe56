import ArgumentParser
import Foundation
import ServiceKit

/// `caunoi keys`: what the parts trust each other by.
struct Keys: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show the keys of a data folder, or renew them.", subcommands: [Show.self, Renew.self], defaultSubcommand: Show.self)

    /// `caunoi keys`
    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Show the keys that sign tokens, and until when they hold.")

        @OptionGroup var folder: FolderOption

        func run() async throws {
            for key in try SigningKeys.known(in: DataFolder.existing(folder.path)).all {
                let since = key.madeAt.map { "since \(shown($0))" } ?? "since an unknown day"
                print("\(key.id)  \(since), \(key.endsAt.map { "tokens hold until \(shown($0))" } ?? "signs")")
            }
        }

        private func shown(_ instant: Date) -> String { instant.formatted(.iso8601) }
    }

    /// `caunoi keys renew`
    struct Renew: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make new keys and passwords of a system that is stopped.",
            discussion: """
                The key that signs tokens: tokens of the old one hold for a day more, as long as the longest lives, or with --at-once no longer. The
                passwords of the parts at the database and the broker: they are new at the next start. The secret that second factors are sealed with:
                the old ones open with theirs, and are sealed with the new one when they are used next.
                """)

        @Flag(help: "Whoever had the old key can do nothing with it from the next start on: everybody signs in again.")
        var atOnce = false

        @OptionGroup var folder: FolderOption

        func run() async throws {
            let place = try DataFolder.existing(folder.path)
            try UnprivilegedUser.owner(of: folder.path)?.become()
            guard let lock = try FolderLock.take(place) else {
                throw LaunchError("the system runs in \(place.path)", remedy: "stop it first with caunoi down --data \(place.path)")
            }
            defer { withExtendedLifetime(lock) {} }
            try await SigningKeys.make(in: place)
            try await SigningKeys.renew(in: place, keeping: atOnce ? 0 : SigningKeys.longestToken)
            try SealingKeys.renew(in: place)
            _ = try Passwords.renewed(in: place, database: true, broker: true)
            print("Renewed. Start the system with caunoi up --data \(place.path).")
        }
    }
}
