import CoreMetrics
import Synchronization

/// Keeps what it is told.
final class KeptMetrics: MetricsFactory {
    private let values = Mutex<[String: Double]>([:])
    private let counts = Mutex<[String: Int]>([:])

    func value(_ name: String) -> Double? { values.withLock { $0[name] } }
    func times(_ name: String) -> Int? { counts.withLock { $0[name] } }

    func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler { Kept(label, dimensions, self) }
    func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler { Kept(label, dimensions, self) }
    func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler { Kept(label, dimensions, self) }
    func makeRecorder(label: String, dimensions: [(String, String)], aggregate: Bool) -> any RecorderHandler {
        Kept(label, dimensions, self)
    }
    func destroyCounter(_ handler: any CounterHandler) {}
    func destroyMeter(_ handler: any MeterHandler) {}
    func destroyTimer(_ handler: any TimerHandler) {}
    func destroyRecorder(_ handler: any RecorderHandler) {}

    private final class Kept: CounterHandler, MeterHandler, TimerHandler, RecorderHandler {
        private let name: String
        private let metrics: KeptMetrics

        init(_ label: String, _ dimensions: [(String, String)], _ metrics: KeptMetrics) {
            name = ([label] + dimensions.map(\.1)).joined(separator: ".")
            self.metrics = metrics
        }

        func increment(by amount: Int64) { metrics.values.withLock { $0[name, default: 0] += Double(amount) } }
        func increment(by amount: Double) { metrics.values.withLock { $0[name, default: 0] += amount } }
        func decrement(by amount: Double) { metrics.values.withLock { $0[name, default: 0] -= amount } }
        func reset() { metrics.values.withLock { $0[name] = 0 } }
        func set(_ value: Int64) { metrics.values.withLock { $0[name] = Double(value) } }
        func set(_ value: Double) { metrics.values.withLock { $0[name] = value } }
        func record(_ value: Int64) { metrics.counts.withLock { $0[name, default: 0] += 1 } }
        func record(_ value: Double) { metrics.counts.withLock { $0[name, default: 0] += 1 } }
        func recordNanoseconds(_ duration: Int64) { metrics.counts.withLock { $0[name, default: 0] += 1 } }
    }
}
