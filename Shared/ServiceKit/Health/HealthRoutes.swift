import Database
import Foundation
import HTTPTypes
import Hummingbird
import Messaging

/// What the supervisor and the monitoring ask, on the service's own port only: `/healthz`, `/readyz`, `/metrics`, `/status`.
struct HealthRoutes: Sendable {
    static let paths: Set<String> = ["/healthz", "/readyz", "/metrics", "/status"]

    let readiness: Readiness
    let metrics: PrometheusMetrics

    func add(to router: Router<ServiceContext>) {
        router.get("/healthz") { _, _ in try Response.json(["state": "alive"]) }
        router.get("/readyz") { _, _ in try await ready() }
        router.get("/status") { _, _ in try Response.json(await readiness.status()) }
        router.get("/metrics") { _, _ in
            Response(
                status: .ok, headers: [.contentType: "text/plain; version=0.0.4; charset=utf-8"],
                body: ResponseBody(byteBuffer: ByteBuffer(string: metrics.exposition())))
        }
    }

    private func ready() async throws -> Response {
        let parts = await readiness.check()
        return try Response.json(parts, status: parts.isReady ? .ok : .serviceUnavailable)
    }
}
