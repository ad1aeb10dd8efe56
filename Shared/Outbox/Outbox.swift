package import Database
import Foundation
package import Models

/// Where a change writes what it tells the other services: in its own transaction, to be sent by the ``Relay`` once that is committed.
package struct Outbox: Sendable {
    let clock: WallClock
    let doorbell = Doorbell()

    package init(clock: WallClock) {
        self.clock = clock
    }

    /// Adds `message` to the transaction.
    ///
    /// - Parameter version: the number of this change in the story of the message's aggregate, from 1, without gaps.
    package func publish<Sent: Message>(_ message: Sent, version: Int, in transaction: Transaction) throws {
        let body = String(decoding: try MessageCoding.encode(message), as: UTF8.self)
        let now = clock.now
        transaction.later(
            """
            insert into outbox (id, name, aggregate, version, traceparent, body, created_at)
            values (\(UUID.v7(at: now)), \(Sent.name), \(message.aggregate), \(version), \(CurrentTrace.traceparent), \(body), \(now))
            """)
        transaction.afterCommit { [doorbell] in doorbell.ring() }
    }
}
