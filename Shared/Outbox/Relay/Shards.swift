import Foundation
import Synchronization

/// Which shards of the outbox this copy of the service relays, told from the task that holds their locks to the one that sends.
final class Shards: Sendable {
    /// Aggregates are spread over this many; more copies of a service than that would not help.
    static let count = 8

    private struct State {
        var active: Set<Int> = []
        /// Those with a message in this copy's hands.
        var busy: Set<Int> = []
    }

    private let state = Mutex(State())

    /// Those that may be read and sent now.
    var active: Set<Int> { state.withLock { $0.active } }

    func activate(_ shards: Set<Int>) {
        state.withLock { $0.active.formUnion(shards) }
    }

    /// Nothing more of these is taken up; ``idle(_:)`` tells when what was in hand is done.
    func deactivate(_ shards: Set<Int>) {
        state.withLock { $0.active.subtract(shards) }
    }

    /// Those of `shards` of which nothing is in hand.
    func idle(_ shards: Set<Int>) -> Set<Int> {
        state.withLock { shards.subtracting($0.busy) }
    }

    /// Takes up what belongs to active shards; the rest is left to whom they belong now.
    func takeUp(_ rows: [OutboxRow]) -> [OutboxRow] {
        state.withLock { state in
            let mine = rows.filter { state.active.contains($0.shard) }
            state.busy.formUnion(mine.map(\.shard))
            return mine
        }
    }

    /// What is in hand now.
    func setBusy(_ shards: Set<Int>) {
        state.withLock { $0.busy = shards }
    }
}
