/// How long to wait before the next attempt: doubled each time, and shaken, so that a cluster's clients do not all come back at once.
struct Backoff {
    let shortest: Duration
    let longest: Duration
    private(set) var attempts = 0

    init(shortest: Duration, longest: Duration) {
        self.shortest = shortest
        self.longest = longest
    }

    /// The next wait: between half and the whole of `shortest × 2^attempts`, at most `longest`.
    mutating func next() -> Duration {
        let whole = min(longest, shortest * (1 << min(attempts, 20)))
        attempts += 1
        return whole * Double.random(in: 0.5...1)
    }

    mutating func reset() {
        attempts = 0
    }
}
