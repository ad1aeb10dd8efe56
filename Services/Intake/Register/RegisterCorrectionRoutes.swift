import Hummingbird
import Models
import ServiceKit

/// The JSON API of corrections of the register.
struct RegisterCorrectionRoutes: Sendable {
    let work: WorkDesk
    let corrections: RegisterCorrectionStore
    let correct: CorrectRegister

    func add(to router: Router<ServiceContext>) {
        router.get("/api/v1/cases/{id}/register-corrections", use: list)
        router.post("/api/v1/cases/{id}/register-corrections", use: post)
    }

    @Sendable private func list(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let identity = try context.require()
        let found = try await work.read(context, part: "register") { try await corrections.list(of: $0.id, in: $1) }.found
        return try .json(["items": found.map { $0.seen(by: identity) }])
    }

    @Sendable private func post(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let document = try await request.json(maximum: 65_536)
        let identity = try context.require()
        return try await work.change(request, context) { change in
            let draft = try await correct.read(document, on: change.record, in: change.transaction)
            try request.checkMatch(version: change.record.version)
            let made = try await correct(draft, on: change.record, by: change.actor, in: change.transaction)
            return try .json(["items": made.map { $0.seen(by: identity) }], status: .created)
        }
    }
}
