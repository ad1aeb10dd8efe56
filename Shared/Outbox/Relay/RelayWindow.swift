import Foundation

/// What the relay has read and not finished: which message of each aggregate is with the broker, and which wait behind it. Of one aggregate one
/// message is out at a time, so that none overtakes another whatever the broker answers.
///
/// What the broker did not take is put down again: only its aggregate is remembered, and where to read it anew. However much is held back, it takes no
/// room from the rest.
struct RelayWindow {
    private struct Hold {
        var until: ContinuousClock.Instant
        /// The lowest position of it that was put down.
        var position: Int
        let shard: Int
        let trouble: Trouble
    }

    /// What a message has met, which the table may not say.
    private struct Trouble {
        let position: Int
        let attempts: Int
        let withheld: Int
    }

    /// How often what is held back is looked through.
    private static let pace = Duration.milliseconds(50)
    /// Seconds that a message waits at most whose queue is silent; so long it may wait after the queue has found its tongue.
    private static let longestWithheld = 20.0

    /// The messages behind the one that is out, in order. An aggregate with none in hand has no lane.
    private var lanes: [UUID: [OutboxRow]] = [:]
    /// The aggregates that are held back. They have no lane.
    private var held: [UUID: Hold] = [:]
    /// When the first of them may go, or earlier.
    private var nextRelease = ContinuousClock.now
    /// Those held back until now, and not read again yet: what the table says of their waiting is past, whatever became of the clock.
    private var released: [UUID: Trouble] = [:]
    /// Everything read whose outcome is not in the table yet, by position: it is not read again.
    private var inHand: [Int: OutboxRow] = [:]
    /// To be sent now.
    private var ready: [OutboxRow] = []

    var count: Int { inHand.count }
    var positions: [Int] { Array(inHand.keys) }
    var heldCount: Int { held.count }
    var heldAggregates: [UUID] { Array(held.keys) }
    /// The shards of what is in hand.
    var shards: Set<Int> { Set(inHand.values.map(\.shard)) }
    /// The first position in hand.
    var firstOpen: Int? { inHand.keys.min() }

    /// Takes what was read, in the order of positions.
    ///
    /// - Parameters:
    ///   - isAll: whether nothing lies behind it.
    ///   - holding: until when a message must wait.
    mutating func add(_ rows: [OutboxRow], isAll: Bool, holding: (OutboxRow) -> ContinuousClock.Instant?) {
        for var row in rows where inHand[row.position] == nil {
            if lanes[row.aggregate] != nil {
                inHand[row.position] = row
                insert(row)
            } else if held[row.aggregate] != nil {
                putDown(row)
            } else if let trouble = released.removeValue(forKey: row.aggregate) {
                if trouble.position == row.position {
                    row.attempts = max(row.attempts, trouble.attempts)
                    row.withheld = trouble.withheld
                }
                begin(row)
            } else if let until = holding(row) {
                putAside(row, until: until)
            } else {
                begin(row)
            }
        }
        if isAll { released = [:] }
    }

    /// What goes out now.
    mutating func takeReady() -> [OutboxRow] {
        defer { ready.removeAll(keepingCapacity: true) }
        return ready
    }

    /// The broker has it: the next one of its aggregate goes.
    mutating func confirmed(_ row: OutboxRow) {
        if lanes[row.aggregate]?.isEmpty == false, let next = lanes[row.aggregate]?.removeFirst() {
            ready.append(next)
        } else {
            lanes[row.aggregate] = nil
        }
    }

    /// It was not sent, as its queue is silent: its aggregate waits, longer each time, and nothing is counted.
    mutating func withhold(_ withheld: OutboxRow) {
        var row = withheld
        row.withheld += 1
        hold(row, until: .now + .seconds(min(Self.longestWithheld, Setbacks.hold(after: row.withheld))))
    }

    /// The broker did not take it: its aggregate waits.
    mutating func hold(_ row: OutboxRow, until: ContinuousClock.Instant) {
        putAside(row, until: until)
        inHand[row.position] = nil
        for behind in lanes.removeValue(forKey: row.aggregate) ?? [] {
            inHand[behind.position] = nil
            putDown(behind)
        }
    }

    /// Lets those go whose time has come; the position from which on they are to be read. Not while a read is under way, which may know their later
    /// messages only.
    mutating func release(at now: ContinuousClock.Instant) -> Int? {
        guard !held.isEmpty, nextRelease <= now else { return nil }
        let due = held.filter { $0.value.until <= now }
        for (aggregate, hold) in due {
            held[aggregate] = nil
            released[aggregate] = hold.trouble
        }
        nextRelease = max(held.values.map(\.until).min() ?? now, now + Self.pace)
        return due.values.map(\.position).min()
    }

    /// What is held back of other shards is left to whom they belong.
    mutating func leave(allBut shards: Set<Int>) {
        held = held.filter { shards.contains($0.value.shard) }
    }

    /// The table knows of them: they are done with.
    mutating func forget(_ rows: [OutboxRow]) {
        for row in rows { inHand[row.position] = nil }
    }

    private mutating func begin(_ row: OutboxRow) {
        inHand[row.position] = row
        lanes[row.aggregate] = []
        ready.append(row)
    }

    private mutating func putAside(_ row: OutboxRow, until: ContinuousClock.Instant) {
        nextRelease = held.isEmpty ? until : min(nextRelease, until)
        held[row.aggregate] = Hold(
            until: until, position: row.position, shard: row.shard,
            trouble: Trouble(position: row.position, attempts: row.attempts, withheld: row.withheld))
    }

    private mutating func putDown(_ row: OutboxRow) {
        guard let hold = held[row.aggregate], row.position < hold.position else { return }
        held[row.aggregate]?.position = row.position
    }

    /// A change that was committed late may have a lower position than one that was read before.
    private mutating func insert(_ row: OutboxRow) {
        let place = lanes[row.aggregate]?.lastIndex { $0.position < row.position }.map { $0 + 1 } ?? 0
        lanes[row.aggregate, default: []].insert(row, at: place)
    }
}
