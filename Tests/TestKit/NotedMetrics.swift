package import CoreMetrics
import Synchronization

/// Keeps what was recorded by label and dimensions: meters as they stand, all else added up.
package final class NotedMetrics: MetricsFactory {
    private let noted = Mutex<[String: Double]>([:])

    package init() {}

    package var values: [String: Double] { noted.withLock { $0 } }

    package func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler { Series(self, label, dimensions) }
    package func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler { Series(self, label, dimensions) }
    package func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler { Series(self, label, dimensions) }
    package func makeRecorder(label: String, dimensions: [(String, String)], aggregate: Bool) -> any RecorderHandler {
        Series(self, label, dimensions)
    }
    package func makeFloatingPointCounter(label: String, dimensions: [(String, String)]) -> any FloatingPointCounterHandler {
        Series(self, label, dimensions)
    }
    package func destroyCounter(_ handler: any CounterHandler) {}
    package func destroyFloatingPointCounter(_ handler: any FloatingPointCounterHandler) {}
    package func destroyMeter(_ handler: any MeterHandler) {}
    package func destroyRecorder(_ handler: any RecorderHandler) {}
    package func destroyTimer(_ handler: any TimerHandler) {}

    private func add(_ amount: Double, to label: String) {
        noted.withLock { $0[label, default: 0] += amount }
    }

    private func set(_ value: Double, of label: String) {
        noted.withLock { $0[label] = value }
    }

    private final class Series: CounterHandler, FloatingPointCounterHandler, MeterHandler, RecorderHandler, TimerHandler {
        let metrics: NotedMetrics
        let label: String

        init(_ metrics: NotedMetrics, _ label: String, _ dimensions: [(String, String)]) {
            self.metrics = metrics
            self.label = ([label] + dimensions.map { "\($0.0)=\($0.1)" }).joined(separator: " ")
        }

        func increment(by amount: Int64) { metrics.add(Double(amount), to: label) }
        func increment(by amount: Double) { metrics.add(amount, to: label) }
        func decrement(by amount: Double) { metrics.add(-amount, to: label) }
        func set(_ value: Int64) { metrics.set(Double(value), of: label) }
        func set(_ value: Double) { metrics.set(value, of: label) }
        func record(_ value: Int64) { metrics.add(Double(value), to: label) }
        func record(_ value: Double) { metrics.add(value, to: label) }
        func recordNanoseconds(_ duration: Int64) { metrics.add(Double(duration), to: label) }
        func reset() {}
    }
}
