import HTTPTypes
import Hummingbird

/// Decides the language: `?lang=en`, which is remembered in a cookie; then the cookie; then `Accept-Language`; then Vietnamese.
struct LanguageChoice: RouterMiddleware {
    /// Over https with the prefix by which a browser takes it from this very host only, as the other cookies.
    static func cookie(isSecure: Bool) -> String { isSecure ? "__Host-caunoi_lang" : "caunoi_lang" }

    func handle(
        _ request: Request, context: ServiceContext, next: (Request, ServiceContext) async throws -> Response
    ) async throws -> Response {
        var context = context
        let asked = request.uri.query == nil ? nil : request.uri.queryParameters["lang"].flatMap { Language(rawValue: String($0)) }
        context.language =
            asked ?? request.cookie(named: Self.cookie(isSecure: request.isSecure)).flatMap { Language(rawValue: $0) }
            ?? request.headers[.acceptLanguage].flatMap { Language(acceptLanguage: $0) } ?? .vi
        var response = try await next(request, context)
        if let asked {
            let cookie =
                "\(Self.cookie(isSecure: request.isSecure))=\(asked.rawValue); Path=/; Max-Age=31536000; SameSite=Lax"
                + (request.isSecure ? "; Secure" : "")
            response.headers.append(HTTPField(name: .setCookie, value: cookie))
        }
        if response.headers[.contentType]?.hasPrefix("text/html") == true {
            response.headers[.contentLanguage] = context.language.rawValue
            response.headers.append(HTTPField(name: .vary, value: "Accept-Language, Cookie"))
        }
        return response
    }
}
