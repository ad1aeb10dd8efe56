import ArgumentParser
import Foundation
import Models
import ServiceKit

/// `caunoi messages`: what was parked, and what was sent.
struct Messages: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Look at parked messages, replay or discard them; send messages again.",
        subcommands: [Parked.self, Show.self, Replay.self, Discard.self, Republish.self])

    /// The services meant.
    struct Reach: ParsableArguments {
        @Option(help: "One service alone: \(ServiceName.allCases.map(\.rawValue).joined(separator: ", ")).")
        var service: ServiceName?

        @OptionGroup var folder: FolderOption

        func desk() async throws -> MessageDesk { try await MessageDesk.open(DataFolder.existing(folder.path), only: service) }
    }

    /// `caunoi messages parked`
    struct Parked: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Show what is parked.")

        @Flag(help: "As JSON.")
        var json = false

        @OptionGroup var reach: Reach

        func run() async throws {
            let found = try await reach.desk().parked()
            if json { return try MessageText.print(found) }
            for message in found { print(MessageText.line(message)) }
            print(found.isEmpty ? "No message is parked." : "\(found.count) parked; caunoi messages show ID shows one whole.")
        }
    }

    /// `caunoi messages show ID`
    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Show one parked message with its content; the look is audited.")

        @Argument(help: "Its id, as caunoi messages parked shows it.", transform: MessageText.id)
        var id: UUID

        @Flag(help: "As JSON.")
        var json = false

        @OptionGroup var reach: Reach

        func run() async throws {
            let message = try await reach.desk().find(id)
            if json { try MessageText.print(message) } else { print(MessageText.whole(message)) }
        }
    }

    /// `caunoi messages replay ID…`
    struct Replay: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Send parked messages back to their queues.",
            discussion: "A message that has had its effect already has none again.")

        @Argument(help: "Their ids.", transform: MessageText.id)
        var ids: [UUID]

        @OptionGroup var reach: Reach

        func run() async throws {
            try await reach.desk().replay(ids)
            print("replayed \(ids.count)")
        }
    }

    /// `caunoi messages discard ID…`
    struct Discard: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Close parked messages for good; content and reason are kept.")

        @Argument(help: "Their ids.", transform: MessageText.id)
        var ids: [UUID]

        @Option(help: "Why nobody needs them any more.")
        var reason = "discarded by command"

        @OptionGroup var reach: Reach

        func validate() throws {
            guard (3...500).contains(reason.count) else { throw ValidationError("--reason takes 3 to 500 characters.") }
        }

        func run() async throws {
            try await reach.desk().discard(ids, because: reason)
            print("discarded \(ids.count)")
        }
    }
}

extension Messages {
    /// `caunoi messages republish --since TIME [--to SERVICE]`
    struct Republish: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Send again what the services have told since then, from their outboxes' history.",
            discussion: "After a restore, or for a service that has to build its copy anew. What was heard before has no second effect.")

        @Option(help: "An instant, as 2026-11-25T00:00:00Z.", transform: MessageText.instant)
        var since: Date

        @Option(help: "Into the queue of this service alone.")
        var to: ServiceName?

        @Option(help: "What this service has told alone.")
        var service: ServiceName?

        @OptionGroup var folder: FolderOption

        func run() async throws {
            let desk = try await MessageDesk.open(DataFolder.existing(folder.path), only: service)
            let sent = try await desk.republish(since: since, to: to)
            print("sent again \(sent.map(\.1).reduce(0, +)) messages")
            for (producer, count) in sent where count > 0 { print("  \(producer.rawValue.padded(to: 14)) \(count)") }
        }
    }
}

extension ServiceName: ExpressibleByArgument {}
