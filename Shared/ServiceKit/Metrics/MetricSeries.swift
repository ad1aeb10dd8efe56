import CoreMetrics

/// A counter as swift-metrics sees it; it never goes down but by a reset.
final class CounterSeries: CounterHandler, FloatingPointCounterHandler {
    private let number: MetricNumber

    init(_ number: MetricNumber) {
        self.number = number
    }

    func increment(by amount: Int64) {
        if amount > 0 { number.add(Double(amount)) }
    }

    func increment(by amount: Double) {
        if amount > 0 { number.add(amount) }
    }

    func reset() {
        number.set(0)
    }
}

/// A gauge: a meter, or a recorder whose last value counts.
final class GaugeSeries: MeterHandler, RecorderHandler {
    private let number: MetricNumber

    init(_ number: MetricNumber) {
        self.number = number
    }

    func set(_ value: Int64) { number.set(Double(value)) }
    func set(_ value: Double) { number.set(value) }
    func increment(by amount: Double) { number.add(amount) }
    func decrement(by amount: Double) { number.add(-amount) }
    func record(_ value: Int64) { number.set(Double(value)) }
    func record(_ value: Double) { number.set(value) }
}

/// A histogram: a timer (in seconds) or an aggregating recorder.
final class HistogramSeries: TimerHandler, RecorderHandler {
    private let histogram: MetricHistogram

    init(_ histogram: MetricHistogram) {
        self.histogram = histogram
    }

    func recordNanoseconds(_ duration: Int64) { histogram.record(Double(duration) / 1_000_000_000) }
    func record(_ value: Int64) { histogram.record(Double(value)) }
    func record(_ value: Double) { histogram.record(value) }
}
