import HTTPTypes
import Hummingbird
import Logging

/// Finds out who asks: `Authorization: Bearer`, else the sign-in cookie. A bearer token that does not hold is refused with 401. So is a cookie
/// that is over, on public pages too: somebody signed in must not become a stranger in the middle of a form; the browser is led to renew it.
/// A cookie that never was ours makes a stranger, so that public pages stay open. A form with a file is renewed where it arrives (``SessionRenewal``).
struct Authentication: RouterMiddleware {
    let tokens: TokenVerifier
    /// See ``Parts/openPaths``.
    var openPaths: [String] = []
    /// See ``Parts/credentialPaths``.
    var credentialPaths: [String] = []
    /// See ``Parts/renewal``.
    var renewal: SessionRenewal?

    func handle(
        _ request: Request, context: ServiceContext, next: (Request, ServiceContext) async throws -> Response
    ) async throws -> Response {
        var context = context
        var renewed: String?
        if credentialPaths.contains(request.uri.path) { return try await next(request, context) }
        if let header = request.headers[.authorization] {
            guard header.prefix(7).lowercased() == "bearer " else {
                throw Problem.unauthorized(
                    Bilingual(vi: "Chỉ nhận token Bearer.", en: "Only Bearer tokens are taken."), error: "invalid_request")
            }
            context.identity = try await tokens.verify(String(header.dropFirst(7).drop { $0 == " " }))
        } else if let cookie = request.cookie(.token) {
            do {
                context.identity = try await identity(of: cookie, at: request.uri.path)
            } catch let fault as TokenFault where request.isFileForm && fault != .unsettled {
                (context.identity, renewed) = try await renew(request, after: fault)
            }
        }
        if let identity = context.identity {
            context.logger[metadataKey: "subject"] = .string(identity.subject)
            context.caller.name(identity)
        }
        var response = try await next(request, context)
        if let renewed { response.headers.append(HTTPField(name: .setCookie, value: renewed)) }
        return response
    }

    /// Whose session it is, and the cookie of their new token. Throws `fault`, once all is read, where the session is over.
    private func renew(_ request: Request, after fault: TokenFault) async throws -> (Identity, String) {
        guard fault == .expired, let new = try await renewal?(request) else {
            try await request.discardBody()
            throw fault
        }
        return (try await tokens.verify(new.token), new.cookie)
    }

    private func identity(of cookie: String, at path: String) async throws -> Identity? {
        do {
            return try await tokens.verify(cookie)
        } catch TokenFault.invalid {
            return nil
        } catch {
            if openPaths.contains(where: { $0.hasSuffix("/") ? path.hasPrefix($0) : path == $0 }) { return nil }
            throw error
        }
    }
}
