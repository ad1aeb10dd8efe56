import HTTPTypes
import Hummingbird

/// What every answer tells a browser, unless the route said it more strictly itself: no guessing of types, no framing, no scripts or
/// styles (pages say which of ours they have), no address leaked to other sites, nothing of a person's kept in a cache.
struct SecurityHeaders: RouterMiddleware {
    private static let defaults: [(HTTPField.Name, String)] = [
        (.xContentTypeOptions, "nosniff"),
        (
            .contentSecurityPolicy,
            "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
        ),
        (.referrerPolicy, "same-origin"),
        (.permissionsPolicy, "camera=(), geolocation=(), microphone=()"),
        (.crossOriginOpenerPolicy, "same-origin"),
        (.crossOriginResourcePolicy, "same-origin"),
        (.cacheControl, "private, no-store"),
    ]

    func handle(
        _ request: Request, context: ServiceContext, next: (Request, ServiceContext) async throws -> Response
    ) async throws -> Response {
        var response = try await next(request, context)
        // RFC 6797: for two years, once a browser has come over https.
        if request.isSecure { response.headers[.strictTransportSecurity] = "max-age=63072000; includeSubDomains" }
        for (name, value) in Self.defaults where response.headers[name] == nil {
            response.headers[name] = value
        }
        return response
    }
}
