import Database
import Hummingbird
import Models
import ServiceKit

/// `/api/v1/organisations`.
struct OrganisationRoutes: Sendable {
    private let registers: Registers

    init(_ registers: Registers) {
        self.registers = registers
    }

    func add(to router: Router<ServiceContext>) {
        let group = router.group("api/v1/organisations")
        group.get(use: list)
        group.post(use: enter)
        group.get(":organisation", use: show)
        group.patch(":organisation", use: change)
    }

    @Sendable private func list(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let identity = try context.require()
        let filter = try OrganisationFilter.read(try request.queryTree())
        let found = try await registers.database.transaction(identity.scope) { transaction in
            try await OrganisationStore.list(filter, in: transaction)
        }
        return try .json(
            Page(found.map(OrganisationView.init), filter.page) { filter.cursor($0.organisation) })
    }

    @Sendable private func enter(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let identity = try context.require()
        let reader = FieldReader(try await request.json())
        let draft = OrganisationDraft(reader, rules: registers.rules)
        try reader.finish()
        return try await context.idempotent(request, registers.database, identity.scope) { transaction in
            let organisation = try await EnterOrganisation(registers: registers).enter(
                draft, by: identity, Actor(identity, context), in: transaction)
            return try .json(
                OrganisationView(organisation: organisation), status: .created, etag: ETag(version: organisation.version),
                location: "/api/v1/organisations/\(organisation.id)")
        }
    }

    @Sendable private func show(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let identity = try context.require()
        let id = try context.id("organisation", OrganisationID.self)
        let found = try await registers.database.transaction(identity.scope) { transaction in
            try await OrganisationStore.find(id, in: transaction)
        }
        guard let found else { throw Problem.notFound() }
        return try .json(OrganisationView(organisation: found), etag: ETag(version: found.version))
    }

    /// `{name, email, active}`: what is left out stays, null clears the address.
    @Sendable private func change(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let identity = try context.require()
        let id = try context.id("organisation", OrganisationID.self)
        let body = try await request.json()
        let reader = FieldReader(body)
        let title = body["name"] == nil ? nil : reader.string("name", in: 1...200)
        let email = reader.optionalEmail("email")
        let active = reader.optionalBool("active")
        try reader.finish()
        let changed = try await registers.database.transaction(identity.scope) { transaction in
            guard let present = try await OrganisationStore.find(id, in: transaction) else { throw Problem.notFound() }
            guard identity.keeps(present) else { throw Problem.forbidden() }
            guard let locked = try await OrganisationStore.findForUpdate(id, in: transaction) else { throw Problem.notFound() }
            try request.requireMatch(version: locked.version)
            return try await EnterOrganisation(registers: registers).change(
                locked, title: title ?? locked.title, email: body["email"] == nil ? locked.email : email, active: active ?? locked.active,
                Actor(identity, context), in: transaction)
        }
        return try .json(OrganisationView(organisation: changed), etag: ETag(version: changed.version))
    }
}
