import HTTPTypes
import Hummingbird
import Logging

/// The sign-in cookie.
package enum SessionCookie {
    /// Holds the same token that programs send as a bearer.
    package static let name = "caunoi_token"
}

/// Finds out who asks: `Authorization: Bearer`, else the sign-in cookie. A bearer token that does not hold is refused with 401; a cookie that
/// does not hold makes a stranger, so that public pages stay open and the others ask to sign in.
struct Authentication: RouterMiddleware {
    let tokens: TokenVerifier

    func handle(
        _ request: Request, context: ServiceContext, next: (Request, ServiceContext) async throws -> Response
    ) async throws -> Response {
        var context = context
        if let header = request.headers[.authorization] {
            guard header.prefix(7).lowercased() == "bearer " else {
                throw Problem.unauthorized(
                    Bilingual(vi: "Chỉ nhận token Bearer.", en: "Only Bearer tokens are taken."), error: "invalid_request")
            }
            context.identity = try await tokens.verify(String(header.dropFirst(7).drop { $0 == " " }))
        } else if let cookie = request.cookies[SessionCookie.name] {
            context.identity = try? await tokens.verify(cookie.value)
        }
        if let identity = context.identity { context.logger[metadataKey: "subject"] = .string(identity.subject) }
        return try await next(request, context)
    }
}
