import Glibc

/// The clocks at the beginning of what is measured.
struct Measurement: Sendable {
    let start = ContinuousClock.now
    private let processorTime = ProcessorTime.used()

    /// What `count` things took since the beginning; `latencies` may hold fewer, or none where they are not measured.
    func report(count: Int, latencies: [Duration] = [], more: [String: Double] = [:]) throws -> Report {
        guard count > 0 else { throw BenchmarkError("nothing was done in the time") }
        let seconds = (ContinuousClock.now - start).seconds
        let used = ProcessorTime.used()
        var figures = more
        figures["rate"] = Double(count) / seconds
        figures["count"] = Double(count)
        figures["seconds"] = seconds
        figures["user_s"] = used.user - processorTime.user
        figures["system_s"] = used.system - processorTime.system
        figures["cpu_us_each"] = (used.user + used.system - processorTime.user - processorTime.system) / Double(count) * 1_000_000
        figures["max_rss_kb"] = Double(used.peakMemory)
        if !latencies.isEmpty {
            let sorted = latencies.sorted()
            figures["p50_us"] = sorted[sorted.count / 2].seconds * 1_000_000
            figures["p99_us"] = sorted[sorted.count * 99 / 100].seconds * 1_000_000
        }
        return Report(figures: figures)
    }
}

/// What the process has used so far.
private struct ProcessorTime {
    let user: Double
    let system: Double
    /// Kilobytes.
    let peakMemory: Int

    static func used() -> ProcessorTime {
        var usage = rusage()
        getrusage(RUSAGE_SELF.rawValue, &usage)
        return ProcessorTime(user: usage.ru_utime.seconds, system: usage.ru_stime.seconds, peakMemory: usage.ru_maxrss)
    }
}

extension timeval {
    fileprivate var seconds: Double { Double(tv_sec) + Double(tv_usec) / 1_000_000 }
}

extension Duration {
    var seconds: Double { self / .seconds(1) }
}
