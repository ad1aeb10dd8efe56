import Database
import Directory
import Foundation
import Hummingbird
import Models
import Pages
import ServiceKit

/// `/accounts/keys`: the keys of an organisation's programs, for whoever keeps accounts.
struct ProgramKeyPages: Sendable {
    let house: House
    let renderer: PageRenderer
    let keys: KeepProgramKeys
    let places: AccountPlaces
    let confirmation: Confirmation
    /// Where programs find the house.
    let publicURL: String

    func add(to router: Router<ServiceContext>) {
        router.get("/accounts/keys", use: list)
        router.post("/accounts/keys", use: confirmation.guarding(make))
        router.get("/accounts/keys/new", use: new)
        router.get("/accounts/keys/{id}", use: show)
        router.post("/accounts/keys/{id}/withdrawal", use: withdraw)
    }

    @Sendable private func list(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let identity = try context.require()
        let reader = FieldReader(try request.queryTree(), ignoring: ["notice"])
        let page = reader.page(keys: 2)
        try reader.finish()
        let found = try await keys.list(page, context)
        let organisations = try await house.database.transaction(identity.scope) { transaction in
            try await keys.directory.receiving(within: identity.scope, in: transaction)
        }
        let model = ProgramKeyListPage(
            keys: found, page: page, titles: Dictionary(organisations.map { ($0.id, $0.title) }) { first, _ in first },
            mayMake: identity.may(.makeProgramKeys), now: house.clock.now, t: renderer.sentences(context.language))
        return try renderer.page("portal-keys", model, title: "keys_title", request, context)
    }

    @Sendable private func new(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let end = house.clock.today.adding(days: 180)
        let values: [String: JSONValue] = [
            "organisation": try context.require().organisation.map { .string($0.description) } ?? .null,
            "ends_on": .string(end.description),
        ]
        return try await form(.object(values), request, context)
    }

    @Sendable private func make(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let posted = try await request.form(maximum: 16_384)
        do {
            let (vi, en) = (renderer.sentences(.vi), renderer.sentences(.en))
            let draft = try ProgramKeyDraft.read(
                posted.joiningDates, by: try context.require(), on: house.clock.today,
                naming: { Bilingual(vi: vi.label($0), en: en.label($0)) })
            let (key, secret) = try await keys.make(draft, context)
            let model = MadeKeyPage(key: key, secret: secret, publicURL: publicURL, t: renderer.sentences(context.language))
            return try renderer.page("portal-key-made", model, title: "keys_made_title", request, context)
        } catch let problem as Problem where !problem.errors.isEmpty {
            return try await form(posted, request, context, problem: problem)
        }
    }

    @Sendable private func show(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let identity = try context.require()
        let key = try await keys.seen(try context.id("id"), context)
        let (place, mayWithdraw) = try await house.database.transaction(.service) { transaction in
            (
                try await keys.directory.organisation(key.organisation, in: transaction),
                try await keys.keeps(key.organisation, identity, in: transaction)
            )
        }
        let model = ProgramKeyPage(
            key: key, organisation: place?.title, mayWithdraw: mayWithdraw, now: house.clock.now,
            form: Form(renderer.sentences(context.language)))
        return try renderer.page("portal-key", model, title: .text(key.name), request, context)
    }

    @Sendable private func withdraw(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let id = try context.id("id", ProgramKeyID.self)
        let note = try KeeperNote(try await request.form(maximum: 8_192))
        try await keys.withdraw(id, because: note.reason, context)
        return renderer.redirect(to: "/accounts/keys/\(id)", notice: "notice_key_withdrawn")
    }

    private func form(
        _ values: JSONValue, _ request: Request, _ context: ServiceContext, problem: Problem? = nil
    ) async throws -> Response {
        let identity = try context.require()
        let model = ProgramKeyForm(
            form: Form(renderer.sentences(context.language), values: values, errors: problem?.errors ?? []),
            rights: ProgramKeyDraft.rights(for: identity), organisations: try await places.ofKeys(for: identity))
        return try renderer.page(
            "portal-key-form", model, title: "keys_new", context: PageContext(request, context), status: problem?.status ?? .ok)
    }
}
