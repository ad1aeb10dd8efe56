import Foundation
import Models

/// From where on the outbox is read. Below it every message is confirmed, or known to be held back: the index of what is pending need not be
/// searched there, where it is full of entries of messages confirmed since the last vacuum.
///
/// A position is drawn before its transaction commits, so a lower one may appear after a higher one. A position counts as passed only when every
/// transaction that could hold it has ended: those that had begun when it was seen to be drawn, and a little later (a position is drawn just
/// before its transaction gets its number).
struct ReadingFloor {
    /// The last position drawn, and the transactions that were then under way or ended.
    struct Reading: Sendable {
        let drawn: Int
        /// All transactions below it have ended.
        let allEnded: UInt64
        /// None from it on had begun.
        let notBegun: UInt64
    }

    /// Nothing at or below it needs to be read.
    private(set) var position = 0
    /// The smallest id that may be read, so that only few partitions are looked into.
    private(set) var id = UUID(high: 0, low: 0)

    private var noted: Int?
    private var barrier: (position: Int, transaction: UInt64)?
    private var passed = 0
    /// Counts the times it was lowered: what was asked before tells nothing of what lies below.
    private var generation = 0

    /// Takes a new reading, at least a tenth of a second after the one before.
    mutating func take(_ reading: Reading) {
        if let barrier, reading.allEnded >= barrier.transaction {
            passed = barrier.position
            self.barrier = nil
        }
        if barrier == nil, let noted { barrier = (noted, reading.notBegun) }
        noted = reading.drawn
    }

    /// Moves up after a fetch.
    ///
    /// - Parameters:
    ///   - asked: the floor as it was when the fetch began.
    ///   - lastRead: the fetch's last position; nil where it found the end.
    ///   - firstOpen: the first position in hand.
    ///   - oldest: the smallest id that new messages can have.
    mutating func moveUp(asked: ReadingFloor, lastRead: Int?, firstOpen: Int?, oldest: UUID) {
        guard asked.generation == generation else { return }
        position = max(position, min(asked.passed, lastRead ?? .max, (firstOpen ?? .max) - 1))
        if lastRead == nil { id = oldest }
    }

    /// Reads again from `position` on.
    mutating func lower(to position: Int) {
        generation += 1
        self.position = min(self.position, position - 1)
        id = UUID(high: 0, low: 0)
    }

    /// Reads everything again: there may be what this copy has not seen.
    mutating func reset() {
        generation += 1
        position = 0
        id = UUID(high: 0, low: 0)
    }
}
