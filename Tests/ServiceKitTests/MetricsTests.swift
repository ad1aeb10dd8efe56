import CoreMetrics
import Testing

@testable import ServiceKit

@Suite struct MetricsTests {
    private let metrics = PrometheusMetrics()

    @Test func countersOfOneNameAndLabelsAreOneSeries() {
        Counter(label: "cases.opened", dimensions: [("form", "advice"), ("by", "a")], factory: metrics).increment(by: 2)
        Counter(label: "cases.opened", dimensions: [("by", "a"), ("form", "advice")], factory: metrics).increment()
        #expect(metrics.exposition().contains("# TYPE cases_opened_total counter\ncases_opened_total{by=\"a\",form=\"advice\"} 3\n"))
    }

    @Test func labelsAreEscaped() {
        Counter(label: "9x", dimensions: [("a-b", "c\"d\\e\nf")], factory: metrics).increment()
        #expect(metrics.exposition().contains(#"_9x_total{a_b="c\"d\\e\nf"} 1"#))
    }

    @Test func gaugesGoUpAndDown() {
        let meter = Meter(label: "connections", factory: metrics)
        meter.set(5)
        meter.decrement(by: 1.5)
        #expect(metrics.exposition().contains("# TYPE connections gauge\nconnections 3.5\n"))
    }

    @Test func timersAreHistogramsInSecondsWithCumulativeBuckets() {
        let timer = Timer(label: "wait", factory: metrics)
        timer.recordMilliseconds(2)
        timer.recordMilliseconds(40)
        timer.recordSeconds(100)
        let text = metrics.exposition()
        #expect(text.contains("# TYPE wait_seconds histogram\n"))
        #expect(text.contains("wait_seconds_bucket{le=\"0.001\"} 0\nwait_seconds_bucket{le=\"0.0025\"} 1\n"))
        #expect(
            text.contains(
                "wait_seconds_bucket{le=\"30\"} 2\nwait_seconds_bucket{le=\"+Inf\"} 3\nwait_seconds_sum 100.042\nwait_seconds_count 3\n"))
    }

    @Test func theProcessItselfIsMeasured() {
        #expect(metrics.exposition().contains("process_resident_memory_bytes "))
    }
}
