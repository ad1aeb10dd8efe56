package import Database
package import Foundation
package import Models

/// What a service does when it hears a message: one handler a file, safe to run twice (the inbox lets it have its effect once).
package protocol MessageHandler<Received>: Sendable {
    associatedtype Received: Message

    /// Does the work in `transaction`, to which the inbox row belongs, and has no other effect than by it: it may be rolled back (the message had
    /// come before, or another in the same transaction fails) and run again; ``Transaction/afterCommit(_:)`` is for what follows. Throw ``RetryLater`` for what heals by itself, ``Undeliverable`` for
    /// what never will; anything else is tried again through the tiers, then parked. What waits for anything but the database must end when its task is cancelled: a
    /// handler that does not come to an end holds up its queue.
    func handle(_ message: Received, _ envelope: Envelope, in transaction: Transaction) async throws

    /// What is done with a message whose place in its story has been passed; matters where the inbox follows that story.
    var late: LateRule { get }
}

extension MessageHandler {
    package var late: LateRule { .handle }
}

/// What came with a message.
package struct Envelope: Sendable {
    /// The id of the outbox row that it was sent from.
    package let id: UUID
    package let name: MessageName
    package let aggregate: UUID
    /// The number of this change in the aggregate's story, from 1.
    package let version: Int
    package let producer: String
    package let traceparent: String?
    /// How often handling has failed before.
    package let attempts: Int

    package init(
        id: UUID, name: MessageName, aggregate: UUID, version: Int, producer: String, traceparent: String? = nil, attempts: Int = 0
    ) {
        self.id = id
        self.name = name
        self.aggregate = aggregate
        self.version = version
        self.producer = producer
        self.traceparent = traceparent
        self.attempts = attempts
    }
}

/// The message cannot be handled yet: what it speaks of is still on its way.
package struct RetryLater: Error, CustomStringConvertible {
    package let description: String

    package init(_ why: String) {
        description = why
    }
}

/// The message can never be handled: it is parked at once.
package struct Undeliverable: Error, CustomStringConvertible {
    package let description: String

    package init(_ why: String) {
        description = why
    }
}
