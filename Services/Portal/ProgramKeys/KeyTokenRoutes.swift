import HTTPTypes
import Hummingbird
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
        let issued = try await exchange(shown.id, shown.secret, asking: shown.wanted, reference: context.reference)
        return try .json(Answer(issued))
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
