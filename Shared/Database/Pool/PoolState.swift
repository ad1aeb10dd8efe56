/// The connections of a pool, and who waits for one.
struct PoolState {
    struct Idle {
        let connection: Connection
        let since: Moment

        /// Whether it was in use so lately that there is no need to ask whether it is good.
        var isFresh: Bool { Moment.now.nanoseconds(since: since) < 100_000_000 }
    }

    /// What a caller gets: a connection, or leave to open one.
    enum Turn {
        case use(Idle)
        case open

        /// Where the connection is.
        var thread: ConnectionThread? {
            if case .use(let idle) = self { idle.connection.thread } else { nil }
        }
    }

    /// For whom a connection is lent: the hash of a transaction's scope; one for all that has none, or no rows. Two that happen to have the same
    /// count as one.
    struct Holder: Equatable {
        private let hash: Int

        init(_ scope: Scope?) {
            hash =
                switch scope {
                case nil, Scope.none?: 0
                case .service?: 1
                default: scope.hashValue
                }
        }
    }

    struct Waiter {
        let ticket: Int
        let holder: Holder
        let deadline: Moment
        let continuation: UnsafeContinuation<Turn, any Error>
    }

    /// Used last stands last.
    var idle: [Idle] = []
    /// Idle, lent, or being opened.
    var open = 0
    /// Being opened.
    var opening = 0
    /// Who came first stands first.
    var waiting: [Waiter] = []
    /// Who has a connection, once for each, in no order.
    private(set) var lent: [Holder] = []
    var nextTicket = 0
    var isSweeping = false
    var isClosed = false
    var breaker: CircuitBreaker
    private let patience: Duration
    /// What was taken out because it is broken; freed when the lock is open again.
    private var broken: [Connection] = []

    /// - Parameter patience: after which those who wait are sent away.
    init(breaker: CircuitBreaker, patience: Duration) {
        self.breaker = breaker
        self.patience = patience
    }

    /// A connection that nobody uses, rather one of the thread where the caller runs; or leave to open one. Nil where the caller has to wait.
    mutating func turn(for holder: Holder, most: Int) throws(DatabaseError) -> Turn? {
        while let index = idle.lastIndex(where: { $0.connection.thread.isCurrent }) ?? idle.indices.last {
            let found = idle.remove(at: index)
            guard found.connection.isBroken else {
                lend(to: holder)
                return .use(found)
            }
            broken.append(found.connection)
            open -= 1
        }
        guard open < most, waiting.isEmpty else { return nil }
        if let refusal = breaker.refusal {
            if isAnyLent { return nil }
            throw refusal
        }
        open += 1
        opening += 1
        lend(to: holder)
        return .open
    }

    /// Whether somebody has a connection, and may give it back.
    private var isAnyLent: Bool { open > idle.count + opening }

    mutating func lend(to holder: Holder) { lent.append(holder) }

    mutating func takeBack(from holder: Holder) {
        guard let index = lent.lastIndex(of: holder) else { return }
        lent.swapAt(index, lent.count - 1)
        lent.removeLast()
    }

    /// Whose turn it is, who is out of the line then: of those who wait, whoever has the fewest connections; of several, who came first. So many who ask
    /// at one place (and wait there for each other: a register gives its numbers one by one) keep nobody of another waiting. Nor are they sent away for
    /// it: who has waited for half of the patience is next.
    mutating func next() -> Waiter? {
        guard var best = waiting.indices.first else { return nil }
        var last = waiting[best].holder
        var fewest = count(of: last)
        if fewest > 0, waiting[best].deadline - patience / 2 <= .now { fewest = 0 }
        for index in waiting.indices.dropFirst() where fewest > 0 && waiting[index].holder != last {
            last = waiting[index].holder
            let count = count(of: last)
            if count < fewest { (best, fewest) = (index, count) }
        }
        let waiter = waiting.remove(at: best)
        lend(to: waiter.holder)
        return waiter
    }

    private func count(of holder: Holder) -> Int { lent.count { $0 == holder } }

    /// A connection fewer is open, or being opened. Returns who may open another in its place, or who waits in vain.
    mutating func release(wasOpening: Bool, from holder: Holder) -> (next: Waiter?, refused: [Waiter]) {
        takeBack(from: holder)
        if wasOpening { opening -= 1 }
        guard breaker.refusal == nil else {
            open -= 1
            return (nil, isAnyLent ? [] : remove { _ in true })
        }
        if let waiter = next() {
            opening += 1
            return (waiter, [])
        }
        open -= 1
        return (nil, [])
    }

    /// Those in line who may each open a connection now that connecting has worked.
    mutating func admit(most: Int) -> [Waiter] {
        guard breaker.refusal == nil else { return [] }
        var admitted: [Waiter] = []
        while open < most, let waiter = next() {
            admitted.append(waiter)
            open += 1
            opening += 1
        }
        return admitted
    }

    /// By its deadline, which tells when it came: who had a turn that came to nothing stands where it stood.
    mutating func enqueue(_ waiter: Waiter) {
        let place = waiting.lastIndex { $0.deadline <= waiter.deadline }.map { $0 + 1 } ?? 0
        waiting.insert(waiter, at: place)
    }

    /// Takes those out of the line whom `isMeant` means.
    mutating func remove(where isMeant: (Waiter) -> Bool) -> [Waiter] {
        let removed = waiting.filter(isMeant)
        waiting.removeAll(where: isMeant)
        return removed
    }

    mutating func takeBroken() -> [Connection] {
        guard !broken.isEmpty else { return [] }
        defer { broken = [] }
        return broken
    }
}
