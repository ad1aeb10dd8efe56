import Database
import Foundation
import Hummingbird
import Models
import ServiceKit

/// `/api/v1/helpers/{helper}/absences`.
struct AbsenceRoutes: Sendable {
    private let registers: Registers

    init(_ registers: Registers) {
        self.registers = registers
    }

    func add(to router: Router<ServiceContext>) {
        let group = router.group("api/v1/helpers/:helper/absences")
        group.get(use: list)
        group.post(use: enter)
        group.delete(":absence", use: remove)
    }

    @Sendable private func list(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let identity = try context.require()
        let id = try context.id("helper", HelperID.self)
        let reader = FieldReader(try request.queryTree())
        let page = reader.page(keys: 2)
        try reader.finish()
        let keys = page.after?.keys ?? []
        let place = keys.first.flatMap { LegalDate($0) }.flatMap { end in UUID(text: keys[1]).map { (end, $0) } }
        let found = try await registers.database.transaction(identity.scope) { transaction in
            let helper = try await KeepAbsence(registers: registers).helper(id, for: identity, in: transaction)
            try registers.record(lookAt: helper, part: "absences", by: Actor(identity, context), in: transaction)
            return try await AbsenceStore.list(of: helper.id, limit: page.limit + 1, before: place, in: transaction)
        }
        return try .json(Page(found, page) { Cursor($0.to.description, $0.id.text) })
    }

    @Sendable private func enter(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let identity = try context.require()
        let id = try context.id("helper", HelperID.self)
        let reader = FieldReader(try await request.json())
        let draft = AbsenceDraft(reader, today: registers.clock.today)
        try reader.finish()
        return try await context.idempotent(request, registers.database, identity.scope) { transaction in
            let keeping = KeepAbsence(registers: registers)
            let helper = try await keeping.helper(id, for: identity, in: transaction)
            let absence = try await keeping.enter(draft, of: helper, Actor(identity, context), in: transaction)
            return try .json(absence, status: .created, location: "/api/v1/helpers/\(id)/absences")
        }
    }

    @Sendable private func remove(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let identity = try context.require()
        let id = try context.id("helper", HelperID.self)
        guard let absence = context.parameters.get("absence").flatMap({ UUID(text: $0) }) else { throw Problem.notFound() }
        try await registers.database.transaction(identity.scope) { transaction in
            let keeping = KeepAbsence(registers: registers)
            let helper = try await keeping.helper(id, for: identity, in: transaction)
            try await keeping.remove(absence, of: helper, Actor(identity, context), in: transaction)
        }
        return Response(status: .noContent)
    }
}
