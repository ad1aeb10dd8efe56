import Hummingbird

/// Puts into the context where each request comes from.
struct ClientAddresses: RouterMiddleware {
    typealias Context = ServiceContext

    let proxies: TrustedProxies

    func handle(_ request: Request, context: ServiceContext, next: (Request, ServiceContext) async throws -> Response) async throws
        -> Response
    {
        var context = context
        context.client = ClientAddress(request, behind: proxies)
        return try await next(request, context)
    }
}
