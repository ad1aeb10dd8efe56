import Synchronization

/// The series of one name.
struct MetricFamily: Sendable {
    enum Kind: String {
        case counter, gauge, histogram
    }

    let kind: Kind
    /// By their labels as written, `method="GET"`.
    var numbers: [String: MetricNumber] = [:]
    var histograms: [String: MetricHistogram] = [:]

    init(kind: Kind) {
        self.kind = kind
    }

    func exposition(name: String) -> String {
        var text = "# TYPE \(name) \(kind.rawValue)\n"
        for (labels, number) in numbers.sorted(by: { $0.key < $1.key }) {
            text += "\(name)\(labels.isEmpty ? "" : "{\(labels)}") \(MetricText.number(number.value))\n"
        }
        for (labels, histogram) in histograms.sorted(by: { $0.key < $1.key }) {
            text += histogram.exposition(name: name, labels: labels)
        }
        return text
    }
}

/// A counter's or a gauge's value.
final class MetricNumber: Sendable {
    private let stored = Mutex(0.0)

    var value: Double { stored.withLock { $0 } }

    func add(_ amount: Double) {
        guard amount.isFinite else { return }
        stored.withLock { $0 += amount }
    }

    func set(_ value: Double) {
        stored.withLock { $0 = value }
    }
}
