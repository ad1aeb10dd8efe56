/// Whether it makes sense to connect. After repeated failures callers are refused at once, and one probe at a time finds out when it does again.
struct CircuitBreaker {
    /// As a metric shows it.
    enum State: Int {
        case closed = 0
        case halfOpen = 1
        case open = 2
    }

    let threshold: Int
    private(set) var state = State.closed
    private(set) var lastReason = ""
    private var failures = 0

    init(threshold: Int) {
        self.threshold = threshold
    }

    /// Why a caller gets no new connection now; nil where it may try.
    var refusal: DatabaseError? {
        guard state != .closed else { return nil }
        var error = DatabaseError(kind: .connectionLost, message: "the database has not been there for a while: \(lastReason)")
        error.isFromBreaker = true
        return error
    }

    /// Connecting has worked.
    mutating func succeeded() {
        failures = 0
        state = .closed
    }

    /// Connecting has failed. Returns after how long a probe is to be made, where one is needed and nobody makes it yet.
    mutating func failed(_ reason: String) -> Duration? {
        failures += 1
        lastReason = reason
        guard failures >= threshold, state != .open else { return nil }
        state = .open
        return Backoff.betweenProbes.delay(after: failures - threshold + 1)
    }

    /// A probe is to be made now. False where there is no need any more: somebody has connected since.
    mutating func probe() -> Bool {
        guard state == .open else { return false }
        state = .halfOpen
        return true
    }
}
