package import Foundation
package import Hummingbird
import Logging
package import Models

/// What is known of a request on its way through the house.
package struct ServiceContext: RequestContext {
    package var coreContext: CoreRequestContextStorage
    /// Who asks; nil without a token.
    package var identity: Identity?
    /// Who asks, for the line of the log.
    package let caller = NamedCaller()
    /// Where it comes from.
    package var client = ClientAddress.direct
    /// In which language people are answered.
    package var language: Language = .vi
    /// A short name of this request, in the answer and in every line of the log.
    package let reference: String
    /// The place in a distributed trace (W3C Trace Context).
    package var trace: TraceParent
    /// SHA-256 of the body, where an `Idempotency-Key` came with it.
    package var bodyDigest: Data?
    /// The `Idempotency-Key` of the request.
    package var idempotencyKey: String?

    package init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        reference = Reference.new()
        trace = .new()
    }

    /// As the `traceparent` header writes it.
    package var traceparent: String { trace.description }

    /// How answers of routes become JSON.
    package var responseEncoder: JSONEncoder { MessageCoding.encoder() }

    /// How bodies become values, where a route does not use ``FieldReader``.
    package var requestDecoder: JSONDecoder { MessageCoding.decoder() }
}

extension ServiceContext {
    /// The identity, if it has one of `roles` (any, where none is named). Throws 401 without a token, 403 with another role.
    @discardableResult
    package func require(_ roles: Role...) throws -> Identity {
        try require(roles)
    }

    /// The same for a list.
    @discardableResult
    package func require(_ roles: [Role]) throws -> Identity {
        guard let identity else { throw Problem.unauthorized() }
        guard roles.isEmpty || roles.contains(identity.role) else { throw Problem.forbidden() }
        return identity
    }

    /// A typed id from the path. Throws 404 where it is not one: there is nothing under such a name.
    package func id<Entity>(_ parameter: String, _ type: Identifier<Entity>.Type = Identifier<Entity>.self) throws -> Identifier<Entity> {
        guard let text = parameters.get(parameter), let id = Identifier<Entity>(text) else { throw Problem.notFound() }
        return id
    }
}
