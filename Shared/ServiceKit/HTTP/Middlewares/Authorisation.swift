import HTTPTypes
import Hummingbird
import Models

/// Holds every request to the ``AccessTable``: 401 without a token where a right is needed, 403 without the right, and nothing at all where the
/// table does not know the route. Over which things somebody may use a right is for the scope of their transactions, and answers 404.
struct Authorisation: RouterMiddleware {
    /// Beside the table: see ``Parts/trialEndpoints``.
    var trial: [Endpoint] = []

    func handle(
        _ request: Request, context: ServiceContext, next: (Request, ServiceContext) async throws -> Response
    ) async throws -> Response {
        // What fits no route has no path.
        guard let path = context.endpointPath else { return try await next(request, context) }
        guard let endpoint = endpoint(request.method, path) else { throw Problem.notFound() }
        guard let right = endpoint.right else { return try await next(request, context) }
        guard let identity = context.identity else { throw Problem.unauthorized() }
        guard identity.may(right) else { throw Problem.forbidden() }
        return try await next(request, context)
    }

    private func endpoint(_ method: HTTPRequest.Method, _ path: String) -> Endpoint? {
        AccessTable.endpoint(method, path) ?? trial.first { $0.method == method && $0.path == path }
    }

    /// Throws where the router has a route that the table does not know: it could never be asked for.
    func check(_ router: Router<ServiceContext>) throws {
        let unknown = router.routes.filter { endpoint($0.method, $0.path.description) == nil }
        guard unknown.isEmpty else { throw UnknownRoutes(routes: unknown.map(\.description)) }
    }

    struct UnknownRoutes: Error, CustomStringConvertible {
        let routes: [String]

        var description: String { "the access table (Shared/ServiceKit/Access) does not have: \(routes.joined(separator: ", "))" }
    }
}
