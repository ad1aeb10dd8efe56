/// How long to wait before another attempt: longer each time, and never the same for two callers.
struct Backoff {
    let first: Duration
    let most: Duration

    /// Between half of the time for that attempt and the whole; `attempt` counts from 1.
    func delay(after attempt: Int) -> Duration {
        let whole = min(first * (1 << min(attempt - 1, 20)), most)
        return whole * Double.random(in: 0.5...1)
    }

    /// Between the runs of one transaction.
    static let betweenRuns = Backoff(first: .milliseconds(10), most: .milliseconds(500))
    /// Between the attempts to connect of a pool whose server is away.
    static let betweenProbes = Backoff(first: .milliseconds(200), most: .seconds(5))
}
