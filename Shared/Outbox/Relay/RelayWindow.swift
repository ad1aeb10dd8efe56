import Foundation

/// What the relay has read and not finished: which message of each aggregate is with the broker, and which wait behind it. Of one aggregate one
/// message is out at a time, so that none overtakes another whatever the broker answers.
struct RelayWindow {
    /// The messages behind the one that is out or held, in order. An aggregate with none in hand has no lane.
    private var lanes: [UUID: [OutboxRow]] = [:]
    /// The aggregates that are held back, and until when; their first message is the first of the lane.
    private var held: [UUID: ContinuousClock.Instant] = [:]
    /// Everything read whose outcome is not in the table yet, by position: it is not read again.
    private var inHand: [Int: OutboxRow] = [:]
    /// To be sent now.
    private var ready: [OutboxRow] = []

    var count: Int { inHand.count }
    var positions: [Int] { Array(inHand.keys) }
    var heldAggregates: [UUID] { Array(held.keys) }
    /// The shards of what is in hand.
    var shards: Set<Int> { Set(inHand.values.map(\.shard)) }

    /// The first position that is still open, but for aggregates that are held back.
    var firstOpen: Int? {
        inHand.values.lazy.filter { held[$0.aggregate] == nil }.map(\.position).min()
    }

    /// Takes what was read, in the order of positions; `holding` says until when a message must wait.
    mutating func add(_ rows: [OutboxRow], holding: (OutboxRow) -> ContinuousClock.Instant?) {
        for row in rows where inHand.updateValue(row, forKey: row.position) == nil {
            if lanes[row.aggregate] != nil {
                insert(row)
            } else if let until = holding(row) {
                lanes[row.aggregate] = [row]
                held[row.aggregate] = until
            } else {
                lanes[row.aggregate] = []
                ready.append(row)
            }
        }
    }

    /// What goes out now.
    mutating func takeReady() -> [OutboxRow] {
        defer { ready.removeAll(keepingCapacity: true) }
        return ready
    }

    /// The broker has it: the next one of its aggregate goes.
    mutating func confirmed(_ row: OutboxRow) {
        sendNext(of: row.aggregate)
    }

    /// The broker did not take it: its aggregate waits.
    mutating func hold(_ row: OutboxRow, until: ContinuousClock.Instant) {
        inHand[row.position] = row
        held[row.aggregate] = until
        insert(row)
    }

    /// Lets those go whose time has come; the lowest of their positions, from which on others of theirs may not have been read.
    mutating func release(at now: ContinuousClock.Instant) -> Int? {
        guard !held.isEmpty else { return nil }
        var lowest: Int?
        for (aggregate, until) in held where until <= now {
            held[aggregate] = nil
            if let first = lanes[aggregate]?.first { lowest = min(lowest ?? .max, first.position) }
            sendNext(of: aggregate)
        }
        return lowest
    }

    /// The table knows of them: they are done with.
    mutating func forget(_ rows: [OutboxRow]) {
        for row in rows { inHand[row.position] = nil }
    }

    private mutating func sendNext(of aggregate: UUID) {
        if lanes[aggregate]?.isEmpty == false, let next = lanes[aggregate]?.removeFirst() {
            ready.append(next)
        } else {
            lanes[aggregate] = nil
        }
    }

    /// A change that was committed late may have a lower position than one that was read before.
    private mutating func insert(_ row: OutboxRow) {
        let place = lanes[row.aggregate]?.lastIndex { $0.position < row.position }.map { $0 + 1 } ?? 0
        lanes[row.aggregate, default: []].insert(row, at: place)
    }
}
