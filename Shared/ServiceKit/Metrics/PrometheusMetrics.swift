package import CoreMetrics
import Foundation
import Synchronization

/// Keeps the metrics of swift-metrics and writes them in Prometheus' text format (version 0.0.4). Counters end in `_total`, timers become
/// histograms of `_seconds`, recorders histograms or, where they do not aggregate, gauges; meters are gauges.
package final class PrometheusMetrics: MetricsFactory {
    private let families = Mutex<[String: MetricFamily]>([:])

    package init() {}

    package func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        CounterSeries(total(label, dimensions))
    }

    package func makeFloatingPointCounter(label: String, dimensions: [(String, String)]) -> any FloatingPointCounterHandler {
        CounterSeries(total(label, dimensions))
    }

    package func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        GaugeSeries(number(MetricText.name(label), .gauge, dimensions))
    }

    package func makeRecorder(label: String, dimensions: [(String, String)], aggregate: Bool) -> any RecorderHandler {
        guard aggregate else { return GaugeSeries(number(MetricText.name(label), .gauge, dimensions)) }
        return HistogramSeries(histogram(MetricText.name(label), dimensions, bounds: MetricHistogram.counts))
    }

    package func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        let name = MetricText.name(label)
        let unit = name.hasSuffix("_seconds") ? name : name + "_seconds"
        return HistogramSeries(histogram(unit, dimensions, bounds: MetricHistogram.seconds))
    }

    // A handler that is given up leaves its series standing: Prometheus expects counters to stay.
    package func destroyCounter(_ handler: any CounterHandler) {}
    package func destroyFloatingPointCounter(_ handler: any FloatingPointCounterHandler) {}
    package func destroyMeter(_ handler: any MeterHandler) {}
    package func destroyRecorder(_ handler: any RecorderHandler) {}
    package func destroyTimer(_ handler: any TimerHandler) {}

    /// All series, families in the order of their names, with those of the process itself.
    package func exposition() -> String {
        let families = families.withLock { $0 }
        let own = families.sorted { $0.key < $1.key }.map { name, family in family.exposition(name: name) }.joined()
        return own + ProcessMetrics.exposition()
    }

    private func total(_ label: String, _ dimensions: [(String, String)]) -> MetricNumber {
        let name = MetricText.name(label)
        return number(name.hasSuffix("_total") ? name : name + "_total", .counter, dimensions)
    }

    private func number(_ name: String, _ kind: MetricFamily.Kind, _ dimensions: [(String, String)]) -> MetricNumber {
        families.withLock { families in
            let labels = MetricText.labels(dimensions)
            if let known = families[name]?.numbers[labels] { return known }
            let number = MetricNumber()
            families[name, default: MetricFamily(kind: kind)].numbers[labels] = number
            return number
        }
    }

    private func histogram(_ name: String, _ dimensions: [(String, String)], bounds: [Double]) -> MetricHistogram {
        families.withLock { families in
            let labels = MetricText.labels(dimensions)
            if let known = families[name]?.histograms[labels] { return known }
            let histogram = MetricHistogram(bounds: bounds)
            families[name, default: MetricFamily(kind: .histogram)].histograms[labels] = histogram
            return histogram
        }
    }
}
