import Database
import Foundation
import Messaging
import Models

/// A message that can be handled: decoded, with who handles it.
struct InboxItem: Sendable {
    let delivery: Delivery
    let envelope: Envelope
    let message: (any Message)?
    /// Nil where it only moves its story on.
    let handler: (any MessageHandler)?
    /// Nil where no story of it is kept.
    let story: StoryKey?
    /// Whether its aggregate is older than the keeping of its story.
    let isOlderStory: Bool

    func run(in transaction: Transaction) async throws {
        guard let handler, let message else { return }
        try await handler.call(message, envelope, in: transaction)
    }
}

/// One aggregate's story as one producer tells it.
struct StoryKey: Hashable, Sendable {
    /// What can be counted on from exactly, wherever numbers are counted.
    static let versions = 1...(1 << 53)

    let producer: String
    let aggregate: UUID
}

extension [InboxItem] {
    /// Runs them in order, those of a handler that takes several at once together, where no other message of the same aggregate stands between.
    func run(in transaction: Transaction) async throws {
        for group in grouped {
            if group.count > 1, let first = group.first, let handler = first.handler as? any BatchMessageHandler {
                try await handler.call(group.compactMap { item in item.message.map { ($0, item.envelope) } }, in: transaction)
            } else {
                for item in group { try await item.run(in: transaction) }
            }
        }
    }

    private var grouped: [[InboxItem]] {
        var groups: [[InboxItem]] = []
        var lastGroup: [UUID: Int] = [:]
        var lastOfName: [MessageName: Int] = [:]
        for item in self {
            let name = item.envelope.name
            if item.handler is any BatchMessageHandler, let index = lastOfName[name], index >= lastGroup[item.envelope.aggregate] ?? 0 {
                groups[index].append(item)
                lastGroup[item.envelope.aggregate] = index
            } else {
                groups.append([item])
                lastOfName[name] = groups.count - 1
                lastGroup[item.envelope.aggregate] = groups.count - 1
            }
        }
        return groups
    }
}
