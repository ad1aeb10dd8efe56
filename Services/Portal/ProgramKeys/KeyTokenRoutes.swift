import HTTPTypes
import Hummingbird
import Logging
import ServiceKit

/// `/api/v1/token`: where programs get their tokens.
struct KeyTokenRoutes: Sendable {
    static let path = "/api/v1/token"

    let exchange: ExchangeKey

    func add(to router: Router<ServiceContext>) {
        router.post(RouterPath(Self.path), use: give)
    }

    @Sendable private func give(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let shown = try await ShownKey.read(request)
        do {
            let issued = try await exchange(shown.id, shown.secret, asking: shown.wanted, SignInVisitor(request, context))
            context.caller.name(issued.identity)
            return try .json(Answer(issued))
        } catch let problem as Problem where problem.error != nil {
            context.logger.notice("a program was given no token", metadata: ["key": "\(shown.id)", "error": "\(problem.error ?? "")"])
            throw problem
        }
    }

    /// RFC 6749 §5.1.
    private struct Answer: Encodable, Sendable {
        let accessToken: String
        let tokenType = "Bearer"
        let expiresIn = ExchangeKey.tokenLifetime
        let scope: String

        init(_ issued: ExchangeKey.Issued) {
            accessToken = issued.token
            scope = RightName.scope(issued.rights)
        }
    }
}
