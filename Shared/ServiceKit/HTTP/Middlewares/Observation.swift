import CoreMetrics
import HTTPTypes
import Hummingbird
import Logging
import Models
import Outbox

/// The outermost layer: names the request, places it in its trace, logs one line when it is answered, with who asked and what
/// problem they were told, and counts it.
/// Paths are logged without their query, which may hold names of people.
struct Observation: RouterMiddleware {
    private let series: RequestSeries

    init(metrics: any MetricsFactory) {
        series = RequestSeries(metrics: metrics)
    }

    func handle(
        _ request: Request, context: ServiceContext, next: (Request, ServiceContext) async throws -> Response
    ) async throws -> Response {
        var context = context
        if let header = request.headers[.traceparent], let trace = TraceParent(continuing: header) { context.trace = trace }
        context.logger[metadataKey: "reference"] = .string(context.reference)
        context.logger[metadataKey: "trace"] = .string(context.trace.traceID)
        let start = ContinuousClock.now
        let named = context
        do {
            var response = try await CurrentTrace.$traceparent.withValue(named.traceparent) {
                try await withLogger(named.logger) { _ in try await next(request, named) }
            }
            response.headers[.requestReference] = named.reference
            // An answer to HEAD has no body (RFC 9110 §9.3.2), a problem's neither; the next answer on the connection would begin in it.
            if request.method == .head { response = response.createHeadResponse() }
            record(request, named, status: response.status, took: .now - start)
            return response
        } catch {
            record(request, named, status: .badRequest, took: .now - start)
            throw error
        }
    }

    private func record(_ request: Request, _ context: ServiceContext, status: HTTPResponse.Status, took: Duration) {
        series.count(request.method, at: context.endpointPath ?? "none", status: status, took: took)
        var logger = context.logger
        if let subject = context.caller.identity?.subject { logger[metadataKey: "subject"] = .string(subject) }
        if let problem = context.caller.problem { logger[metadataKey: "problem"] = .string(problem) }
        logger.log(
            level: HealthRoutes.paths.contains(request.uri.path) ? .trace : status.code >= 500 ? .error : .info, "answered",
            metadata: [
                "method": .string(request.method.rawValue), "path": .string(request.uri.path), "status": .stringConvertible(status.code),
                "milliseconds": .stringConvertible(Double(took.nanoseconds / 1_000) / 1_000),
            ])
    }
}
