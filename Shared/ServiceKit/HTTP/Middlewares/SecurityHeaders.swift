import HTTPTypes
import Hummingbird

/// What every answer tells a browser, unless the route said it more strictly itself: no guessing of types, no framing, no scripts or
/// styles (pages say which of ours they have), no address leaked to other sites, nothing of a person's kept in a cache.
struct SecurityHeaders: RouterMiddleware {
    private static let defaults = [
        HTTPField(name: .xContentTypeOptions, value: "nosniff"),
        HTTPField(name: .contentSecurityPolicy, value: "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"),
        HTTPField(name: .referrerPolicy, value: "same-origin"),
        HTTPField(name: .permissionsPolicy, value: "camera=(), geolocation=(), microphone=()"),
        HTTPField(name: .crossOriginOpenerPolicy, value: "same-origin"),
        HTTPField(name: .crossOriginResourcePolicy, value: "same-origin"),
        HTTPField(name: .cacheControl, value: "private, no-store"),
    ]

    func handle(
        _ request: Request, context: ServiceContext, next: (Request, ServiceContext) async throws -> Response
    ) async throws -> Response {
        var response = try await next(request, context)
        // RFC 6797: for two years, once a browser has come over https.
        if request.isSecure { response.headers[.strictTransportSecurity] = "max-age=63072000; includeSubDomains" }
        // One pass over what the route said, instead of one for each header.
        let said = response.headers.map(\.name)
        for header in Self.defaults where !said.contains(header.name) { response.headers.append(header) }
        return response
    }
}
