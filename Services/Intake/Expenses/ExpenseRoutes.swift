import Hummingbird
import Models
import ServiceKit

/// The JSON API of the expenses of a case.
struct ExpenseRoutes: Sendable {
    private static let largestBody = 16_384

    let house: House
    let work: WorkDesk
    let expenses: ExpenseStore
    let keep: KeepExpense

    func add(to router: Router<ServiceContext>) {
        router.get("/api/v1/cases/{id}/expenses", use: list)
        router.post("/api/v1/cases/{id}/expenses", use: enter)
        router.get("/api/v1/cases/{id}/expenses/{expense}", use: get)
        router.post("/api/v1/cases/{id}/expenses/{expense}/correction", use: correct)
        router.post("/api/v1/cases/{id}/expenses/{expense}/withdrawal", use: withdraw)
        router.post("/api/v1/cases/{id}/expenses/{expense}/decision", use: decide)
    }

    @Sendable private func list(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let (_, all) = try await work.read(context, part: "expenses") { try await expenses.list(of: $0.id, in: $1) }
        return try .json(Page(items: all.map { ExpenseView($0, among: all, house.rules) }, next: nil))
    }

    @Sendable private func get(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let id = try context.id("expense", ExpenseID.self)
        let (_, all) = try await work.read(context, part: "expenses") { try await expenses.list(of: $0.id, in: $1) }
        guard let found = all.first(where: { $0.id == id }) else { throw Problem.notFound() }
        return try .json(ExpenseView(found, among: all, house.rules), etag: ETag(version: found.version))
    }

    @Sendable private func enter(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let body = try await request.json(maximum: Self.largestBody)
        return try await work.change(request, context) { change in try made(await keep.enter(body, for: change), change) }
    }

    @Sendable private func correct(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let id = try context.id("expense", ExpenseID.self)
        let body = try await request.json(maximum: Self.largestBody)
        return try await work.change(request, context) { change in
            try made(await keep.correct(id, body, for: change), change)
        }
    }

    @Sendable private func withdraw(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let id = try context.id("expense", ExpenseID.self)
        let reader = FieldReader(try await request.json(maximum: Self.largestBody))
        let reason = reader.text("reason", in: 1...500)
        try reader.finish()
        return try await work.change(request, context) { change in
            try await keep.withdraw(id, because: reason, for: change)
            return Response(status: .noContent)
        }
    }

    @Sendable private func decide(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let id = try context.id("expense", ExpenseID.self)
        let body = try await request.json(maximum: Self.largestBody)
        return try await work.change(request, context) { change in
            try await keep.decide(id, body, for: change) { try request.requireMatch(version: $0.version) }
            let all = try await expenses.list(of: change.record.id, in: change.transaction)
            guard let decided = all.first(where: { $0.id == id }) else { throw Problem.notFound() }
            return try .json(ExpenseView(decided, among: all, house.rules), status: .created, etag: ETag(version: decided.version))
        }
    }

    private func made(_ id: ExpenseID, _ change: WorkDesk.Change) throws -> Response {
        try .json(
            ["id": id.description], status: .created, location: "/api/v1/cases/\(change.record.id)/expenses/\(id)")
    }
}
