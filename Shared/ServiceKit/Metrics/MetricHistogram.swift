import Synchronization

/// How often values fell under each bound, with their sum.
final class MetricHistogram: Sendable {
    /// Bounds for times, in seconds.
    static let seconds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]
    /// Bounds for sizes and counts.
    static let counts = [1.0, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 10_000, 100_000, 1_000_000]

    private struct State {
        var buckets: [Int]
        var sum = 0.0
        var count = 0
    }

    private let bounds: [Double]
    private let state: Mutex<State>

    init(bounds: [Double]) {
        self.bounds = bounds
        state = Mutex(State(buckets: Array(repeating: 0, count: bounds.count)))
    }

    func record(_ value: Double) {
        guard value.isFinite else { return }
        state.withLock { state in
            if let index = bounds.firstIndex(where: { value <= $0 }) { state.buckets[index] += 1 }
            state.sum += value
            state.count += 1
        }
    }

    /// Buckets are cumulative, the last one `+Inf`.
    func exposition(name: String, labels: String) -> String {
        let state = state.withLock { $0 }
        let prefix = labels.isEmpty ? "" : labels + ","
        let suffix = labels.isEmpty ? "" : "{\(labels)}"
        var text = ""
        var running = 0
        for (bound, count) in zip(bounds, state.buckets) {
            running += count
            text += "\(name)_bucket{\(prefix)le=\"\(MetricText.number(bound))\"} \(running)\n"
        }
        text += "\(name)_bucket{\(prefix)le=\"+Inf\"} \(state.count)\n"
        text += "\(name)_sum\(suffix) \(MetricText.number(state.sum))\n"
        text += "\(name)_count\(suffix) \(state.count)\n"
        return text
    }
}
