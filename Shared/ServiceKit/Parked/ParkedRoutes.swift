import Foundation
import Hummingbird
import Messaging
import Models
import Outbox

/// The service's parked messages for those who run the system: on the service's own port only, asked by Portal's page in their name.
struct ParkedRoutes: Sendable {
    private static let largestBody = 65_536

    let service: ServiceName
    let messages: ParkedMessages
    let broker: Broker

    func add(to router: Router<ServiceContext>) {
        router.get("/inner/parked", use: list)
        router.get("/inner/parked/{id}", use: show)
        router.post("/inner/parked/{id}/replay", use: replay)
        router.post("/inner/parked/{id}/discarding", use: discard)
    }

    @Sendable private func list(_ request: Request, _ context: ServiceContext) async throws -> Response {
        try context.require()
        let reader = FieldReader(try request.queryTree())
        let limit = reader.optionalInt("limit", in: 1...200) ?? 50
        let after = reader.optionalString("after", in: 36...36).flatMap(UUID.init(text:))
        try reader.finish()
        let found = try await messages.list(limit: limit, after: after)
        return try .json(ParkedViews(found, of: service, limit: limit))
    }

    @Sendable private func show(_ request: Request, _ context: ServiceContext) async throws -> Response {
        guard let content = try await messages.find(try id(context), by: actor(context)) else { throw Problem.notFound() }
        return try .json(ParkedView(content, of: service))
    }

    @Sendable private func replay(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let (actor, id) = (try actor(context), try id(context))
        _ = try await outline(id)
        switch try await messages.replay([id], by: actor, through: broker)[id] {
        case .replayed: return try .json(try await outline(id))
        case .failed(let why): throw Problem.conflict(Bilingual(vi: "Chưa cho xử lý lại được: \(why)", en: "It was not replayed: \(why)"))
        case .notOpen, nil: throw Self.dealtWith
        }
    }

    @Sendable private func discard(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let (actor, id) = (try actor(context), try id(context))
        let reader = FieldReader(try await request.json(maximum: Self.largestBody))
        let reason = reader.string("reason", in: 3...500)
        try reader.finish()
        _ = try await outline(id)
        guard try await messages.discard([id], reason: reason, by: actor) == [id] else { throw Self.dealtWith }
        return try .json(try await outline(id))
    }

    /// Without its content, into which nobody looks.
    private func outline(_ id: UUID) async throws -> ParkedView {
        guard let message = try await messages.outline(id) else { throw Problem.notFound() }
        return ParkedView(message, of: service)
    }

    private func actor(_ context: ServiceContext) throws -> AuditActor {
        let identity = try context.require()
        return AuditActor(id: identity.subject, name: identity.name, role: identity.role, reference: context.reference)
    }

    private func id(_ context: ServiceContext) throws -> UUID { try context.id("id", ParkedID.self).uuid }

    private static let dealtWith = Problem.conflict(
        Bilingual(vi: "Tin này đã được xử lý xong.", en: "This message has been dealt with already."))
}
