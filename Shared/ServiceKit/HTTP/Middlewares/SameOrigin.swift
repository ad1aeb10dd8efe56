import Foundation
import HTTPTypes
import Hummingbird

/// Refuses changes that another site makes a person's browser send (cross-site request forgery). Bearer tokens are never sent by a browser on its
/// own, so they pass. Browsers say where a request comes from in `Sec-Fetch-Site`, older ones in `Origin`; a caller that sends neither is none.
struct SameOrigin: RouterMiddleware {
    func handle(
        _ request: Request, context: ServiceContext, next: (Request, ServiceContext) async throws -> Response
    ) async throws -> Response {
        let isSafe = [.get, .head, .options].contains(request.method)
        guard isSafe || request.headers[.authorization] != nil || isOwn(request) else {
            throw Problem.forbidden(
                Bilingual(
                    vi: "Yêu cầu đến từ một trang web khác nên bị từ chối.", en: "The request came from another site and was refused."))
        }
        return try await next(request, context)
    }

    private func isOwn(_ request: Request) -> Bool {
        if let site = request.headers[.secFetchSite] { return site == "same-origin" || site == "none" }
        guard let origin = request.headers[.origin] else { return true }
        guard let scheme = origin.range(of: "://") else { return false }
        return origin[scheme.upperBound...].lowercased() == request.head.authority?.lowercased()
    }
}
