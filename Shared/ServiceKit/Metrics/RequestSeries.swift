import CoreMetrics
import HTTPTypes
import Models
import Synchronization

/// Counts answers and what they took, by method, route and status. The series are kept: to find one by its labels' text costs more than counting.
final class RequestSeries: Sendable {
    private struct Key: Hashable {
        let method: String
        let route: String
        let status: Int
    }

    private struct Series {
        let answers: Counter
        let duration: Timer
    }

    private let metrics: any MetricsFactory
    private let known = Mutex<[Key: Series]>([:])

    init(metrics: any MetricsFactory) {
        self.metrics = metrics
    }

    /// - Parameter route: a pattern of the router, as `/cases/{id}`; there are as many as it has.
    func count(_ method: HTTPRequest.Method, at route: String, status: HTTPResponse.Status, took: Duration) {
        let key = Key(method: Self.name(of: method), route: route, status: status.code)
        let series = known.withLock { known in
            if let series = known[key] { return series }
            let series = make(key)
            known[key] = series
            return series
        }
        series.answers.increment()
        series.duration.recordNanoseconds(took.nanoseconds)
    }

    private func make(_ key: Key) -> Series {
        let dimensions = [("method", key.method), ("route", key.route)]
        return Series(
            answers: Counter(label: "http_requests_total", dimensions: dimensions + [("status", String(key.status))], factory: metrics),
            duration: Timer(label: "http_request_duration", dimensions: dimensions, factory: metrics))
    }

    /// Methods are free text: a caller must not be able to make new series.
    private static func name(of method: HTTPRequest.Method) -> String {
        switch method {
        case .get, .head, .post, .put, .patch, .delete, .options: method.rawValue
        default: "other"
        }
    }
}
