import Database
import Hummingbird
import Models
import Outbox
import ServiceKit

/// `/api/v1/helpers`.
struct HelperRoutes: Sendable {
    private let registers: Registers

    init(_ registers: Registers) {
        self.registers = registers
    }

    func add(to router: Router<ServiceContext>) {
        let group = router.group("api/v1/helpers")
        group.get(use: list)
        group.post(use: enter)
        group.get(":helper", use: show)
        group.patch(":helper", use: change)
    }

    @Sendable private func list(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let identity = try context.require()
        let filter = try HelperFilter.read(try request.queryTree())
        let found = try await registers.database.transaction(identity.scope) { transaction in
            try transaction.audit(
                Actor(identity, context).entry("helpers.listed", of: "helper", nil, identity.organisation), at: registers.clock.now)
            return try await HelperStore.list(filter, on: registers.clock.today, in: transaction)
        }
        return try .json(
            Page(found.map(HelperView.init), filter.page) { filter.cursor($0.helper) })
    }

    @Sendable private func enter(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let identity = try context.require()
        let reader = FieldReader(try await request.json())
        let organisation = reader.id("organisation", OrganisationID.self)
        let draft = HelperDraft(reader, today: registers.clock.today)
        try reader.finish()
        return try await context.idempotent(request, registers.database, identity.scope) { transaction in
            let helper = try await KeepHelper(registers: registers).enter(
                draft, at: organisation, by: identity, Actor(identity, context), in: transaction)
            return try .json(
                HelperView(helper: helper), status: .created, etag: ETag(version: helper.version), location: "/api/v1/helpers/\(helper.id)")
        }
    }

    /// Helpers see themselves only.
    @Sendable private func show(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let identity = try context.require()
        let id = try context.id("helper", HelperID.self)
        guard identity.role != .helper || identity.helper == id else { throw Problem.notFound() }
        let helper = try await registers.database.transaction(identity.scope) { transaction in
            guard let helper = try await HelperStore.find(id, on: registers.clock.today, in: transaction) else { throw Problem.notFound() }
            try registers.record(lookAt: helper, by: Actor(identity, context), in: transaction)
            return helper
        }
        return try .json(HelperView(helper: helper), etag: ETag(version: helper.version))
    }

    @Sendable private func change(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let identity = try context.require()
        let id = try context.id("helper", HelperID.self)
        let body = try await request.json()
        let today = registers.clock.today
        let changed = try await registers.database.transaction(identity.scope) { transaction in
            try await HelperStore.lock(id, in: transaction)
            guard let present = try await HelperStore.find(id, on: today, in: transaction) else { throw Problem.notFound() }
            try await KeepHelper(registers: registers).employer(present.organisation, by: identity, in: transaction)
            try request.requireMatch(version: present.version)
            let reader = FieldReader(body)
            let draft = HelperDraft(reader, changing: present, given: body, today: today)
            try reader.finish()
            return try await KeepHelper(registers: registers).change(
                present, to: draft, by: identity, Actor(identity, context), in: transaction)
        }
        return try .json(HelperView(helper: changed), etag: ETag(version: changed.version))
    }
}
