import Database
import Hummingbird
import Models
import ServiceKit

/// `/api/v1/cases/{case}/assignment`.
struct AssignmentRoutes: Sendable {
    private let assignments: Assignments

    init(_ assignments: Assignments) {
        self.assignments = assignments
    }

    func add(to router: Router<ServiceContext>) {
        let group = router.group("api/v1/cases/:case/assignment")
        group.get(use: show)
        group.post(use: pick)
        group.post("acceptance", use: accept)
        group.post("refusal", use: refuse)
        group.post("decision", use: decide)
    }

    @Sendable private func show(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let identity = try context.require()
        let assignment = try await assignments.see(try context.id("case"), by: identity, Actor(identity, context))
        return try answer(assignment, identity)
    }

    @Sendable private func pick(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let identity = try context.require()
        let reader = FieldReader(try await request.optionalJSON())
        let wanted = PickRequest(reader, grounds: assignments.changeGrounds)
        try reader.finish()
        return try await change(request, context, identity) { id, transaction in
            try await assignments.pick(
                wanted, for: id, Actor(identity, context), check: { try request.checkMatch(version: $0.version) }, in: transaction)
        }
    }

    @Sendable private func accept(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let identity = try context.require()
        try FieldReader(try await request.optionalJSON()).finish()
        return try await change(request, context, identity) { id, transaction in
            try await assignments.accept(
                id, by: identity, Actor(identity, context), check: { try request.checkMatch(version: $0.version) }, in: transaction)
        }
    }

    @Sendable private func refuse(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let identity = try context.require()
        let reader = FieldReader(try await request.json())
        let refusal = Refusal(reader, grounds: assignments.refusalGrounds)
        try reader.finish()
        return try await change(request, context, identity) { id, transaction in
            try await assignments.refuse(
                refusal, of: id, by: identity, Actor(identity, context), check: { try request.checkMatch(version: $0.version) },
                in: transaction)
        }
    }

    @Sendable private func decide(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let identity = try context.require()
        let reader = FieldReader(try await request.json())
        let decision = Decision(reader)
        try reader.finish()
        return try await change(request, context, identity) { id, transaction in
            try await assignments.decide(
                decision, on: id, Actor(identity, context), check: { try request.requireMatch(version: $0.version) }, in: transaction)
        }
    }

    /// Asks whether the caller sees the case, then changes it once in the scope of the service.
    private func change(
        _ request: Request, _ context: ServiceContext, _ identity: Identity, _ body: (CaseID, Transaction) async throws -> CaseAssignment
    ) async throws -> Response {
        let id = try context.id("case", CaseID.self)
        _ = try await assignments.checkVisible(id, to: identity)
        return try await context.idempotent(request, assignments.database, .service) { transaction in
            try answer(try await body(id, transaction), identity)
        }
    }

    private func answer(_ assignment: CaseAssignment, _ identity: Identity) throws -> Response {
        try .json(AssignmentView(assignment, for: identity), etag: ETag(version: assignment.version))
    }
}
