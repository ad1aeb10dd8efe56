import Database
import Directory
import Foundation
import Hummingbird
import Models
import Outbox
import Pages
import Rules
import ServiceKit

/// `/accounts` for those who keep them: the list with its search, one account with its history, the forms.
struct AccountPages: Sendable {
    let house: House
    let renderer: PageRenderer
    let accounts: AccountStore
    let helpers: HelperStore
    let directory: Directory
    let places: AccountPlaces
    let sessions: Sessions
    let desk: AccountDesk
    let keep: KeepAccount
    let confirmation: Confirmation

    func add(to router: Router<ServiceContext>) {
        router.get("/accounts", use: list)
        router.post("/accounts", use: confirmation.guarding(enter))
        router.get("/accounts/new", use: new)
        router.get("/accounts/{id}", use: show)
        router.post("/accounts/{id}", use: confirmation.guarding(change))
        router.get("/accounts/{id}/edit", use: edit)
        router.post("/accounts/{id}/link", use: confirmation.guarding(sendLink))
        router.post("/accounts/{id}/deactivation", use: deactivate)
        router.post("/accounts/{id}/revival", use: confirmation.guarding(revive))
        router.post("/accounts/{id}/second-factor/removal", use: confirmation.guarding(removeFactor))
        router.post("/accounts/{id}/sessions/ending", use: endSessions)
    }

    @Sendable private func list(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let identity = try context.require()
        let query = try request.queryTree()
        let filter = try AccountFilter.read(query)
        let found = try await desk.list(filter, context)
        let organisations = try await house.database.transaction(identity.scope) {
            try await directory.receiving(within: identity.scope, in: $0)
        }
        let isWhole = filter.page.after == nil && filter.text == nil
        let model = AccountListPage(
            accounts: found, filter: filter, organisations: Dictionary(organisations.map { ($0.id, $0) }) { first, _ in first },
            helpers: isWhole ? try await places.uninvited(at: organisations, by: identity) : [],
            mayEnter: !AccountAuthority(identity: identity).roles.isEmpty,
            form: Form(renderer.sentences(context.language), values: query))
        return try renderer.page("portal-accounts", model, title: "accounts_title", request, context)
    }

    @Sendable private func new(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let identity = try context.require()
        let wanted = FieldReader(try request.queryTree(), ignoring: ["notice"]).optionalID("helper", HelperID.self)
        let helper: KnownHelper? =
            if let wanted { try await invitable(wanted, by: identity) } else { nil }
        // It shows that helper, or all who have no account.
        try await house.database.transaction(.service) { transaction in
            try transaction.audit(
                try context.auditEntry(
                    helper == nil ? "helpers.listed" : "helper.viewed", kind: "helper", subject: helper?.id.uuid,
                    organisation: helper?.organisation), at: house.clock.now)
        }
        var values: [String: JSONValue] = [:]
        if let helper {
            values = [
                "role": .string(Role.helper.rawValue), "name": .string(helper.name), "helper": .string(helper.id.description),
                "organisation": .string(helper.organisation.description), "email": helper.email.map { .string($0) } ?? .null,
                "login": helper.email.map { .string($0.lowercased()) } ?? .null,
            ]
        } else if let own = identity.organisation {
            values["organisation"] = .string(own.description)
        }
        return try await form(.object(values), nil, identity, request, context)
    }

    /// A helper whose account would be the caller's to give; nil for all others.
    private func invitable(_ id: HelperID, by identity: Identity) async throws -> KnownHelper? {
        try await house.database.transaction(.service) { transaction in
            guard let helper = try await helpers.find(id, in: transaction),
                AccountAuthority(identity: identity).keeps(.helper, at: try await keep.place(helper.organisation, in: transaction))
            else { return nil }
            return helper
        }
    }

    @Sendable private func enter(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let identity = try context.require()
        let posted = try await request.form(maximum: 16_384)
        do {
            let draft = try AccountForm.draft(
                posted, login: nil, authority: AccountAuthority(identity: identity), provinces: house.rules.provinces)
            let id = try await house.database.transaction(.service) { transaction in
                return try await keep.enter(draft, by: identity, AuditActor(identity, reference: context.reference), in: transaction)
            }
            return renderer.redirect(to: "/accounts/\(id)", notice: "notice_account_entered")
        } catch let problem as Problem where !problem.errors.isEmpty {
            return try await form(posted, nil, identity, request, context, problem: problem)
        }
    }

    @Sendable private func show(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let identity = try context.require()
        let account = try await desk.seen(try context.id("id"), context)
        let model = try await house.database.transaction(.service) { transaction in
            AccountPage(
                account: account, organisation: try await keep.place(account.organisation, in: transaction),
                province: account.province.flatMap { house.rules.provinces[$0]?.name.text(context.language.rawValue) },
                sessions: try await sessions.list(of: account.id, in: transaction).count,
                registerEmail: try await helpers.email(of: account, in: transaction),
                events: try await accounts.events(of: account.id, PageRequest(limit: 200), in: transaction),
                mayKeep: try await keep.keeps(account, identity, in: transaction),
                isLoginGone: try await keep.isLoginGone(account, in: transaction),
                isLast: try await accounts.isLast(account, in: transaction), form: Form(renderer.sentences(context.language)))
        }
        return try renderer.page("portal-account", model, title: .text(account.displayName), request, context)
    }

    @Sendable private func edit(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let identity = try context.require()
        let account = try await desk.seen(try await kept(try context.id("id"), identity).id, context)
        return try await form(AccountForm.values(of: account), account, identity, request, context)
    }

    @Sendable private func change(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let identity = try context.require()
        let account = try await kept(try context.id("id"), identity)
        let posted = try await request.form(maximum: 16_384)
        do {
            let draft = try AccountForm.draft(
                posted, login: account.login, authority: AccountAuthority(identity: identity), provinces: house.rules.provinces)
            let version = posted["version"]?.text.flatMap { Int($0) } ?? 0
            try await house.database.transaction(.service) { transaction in
                try await keep.change(
                    account.id, to: draft, version: version, by: identity, AuditActor(identity, reference: context.reference),
                    in: transaction)
            }
            return renderer.redirect(to: "/accounts/\(account.id)", notice: "notice_account_changed")
        } catch let problem as Problem where !problem.errors.isEmpty {
            return try await form(posted, account, identity, request, context, problem: problem)
        }
    }

    @Sendable private func sendLink(_ request: Request, _ context: ServiceContext) async throws -> Response {
        try await act(request, context, notice: "notice_account_link_sent") { id, _, identity, actor, transaction in
            try await keep.sendLink(id, by: identity, actor, in: transaction)
        }
    }

    @Sendable private func deactivate(_ request: Request, _ context: ServiceContext) async throws -> Response {
        try await act(request, context, notice: "notice_account_closed") { id, note, identity, actor, transaction in
            try await keep.close(id, because: note.reason, by: identity, actor, in: transaction)
        }
    }

    @Sendable private func revive(_ request: Request, _ context: ServiceContext) async throws -> Response {
        try await act(request, context, notice: "notice_account_revived", takesLogin: true) { id, note, identity, actor, transaction in
            try await keep.revive(id, note, by: identity, actor, in: transaction)
        }
    }

    @Sendable private func removeFactor(_ request: Request, _ context: ServiceContext) async throws -> Response {
        try await act(request, context, notice: "notice_second_factor_removed") { id, note, identity, actor, transaction in
            try await keep.removeSecondFactor(of: id, because: note.reason, by: identity, actor, in: transaction)
        }
    }

    @Sendable private func endSessions(_ request: Request, _ context: ServiceContext) async throws -> Response {
        try await act(request, context, notice: "notice_account_sessions_ended") { id, note, identity, actor, transaction in
            try await keep.endSessions(id, because: note.reason, by: identity, actor, in: transaction)
        }
    }

    private func act(
        _ request: Request, _ context: ServiceContext, notice: String, takesLogin: Bool = false,
        _ body: (AccountID, KeeperNote, Identity, AuditActor, Transaction) async throws -> Void
    ) async throws -> Response {
        let identity = try context.require()
        let id = try context.id("id", AccountID.self)
        let note = try KeeperNote(try await request.form(maximum: 8_192), takesLogin: takesLogin)
        try await house.database.transaction(.service) {
            try await body(id, note, identity, AuditActor(identity, reference: context.reference), $0)
        }
        return renderer.redirect(to: "/accounts/\(id)", notice: notice)
    }

    /// An account that is the caller's to keep. Throws 404.
    private func kept(_ id: AccountID, _ identity: Identity) async throws -> Account {
        try await house.database.transaction(.service) { try await keep.open(id, for: identity, in: $0) }
    }

    private func form(
        _ values: JSONValue, _ account: Account?, _ identity: Identity, _ request: Request, _ context: ServiceContext,
        problem: Problem? = nil
    ) async throws -> Response {
        let organisations = try await places(of: identity)
        var choices = try await places.uninvited(at: organisations, by: identity)
        if let helper = account?.helper,
            let own = try await house.database.transaction(.service, { try await helpers.find(helper, in: $0) })
        {
            choices.insert(own, at: 0)
        }
        let provinces = house.rules.provinces.all.map { Choice($0.code, $0.name.text(context.language.rawValue)) }
        let model = AccountForm(
            form: Form(renderer.sentences(context.language), values: values, errors: problem?.errors ?? []), account: account,
            authority: AccountAuthority(identity: identity), organisations: organisations, helpers: choices, provinces: provinces)
        return try renderer.page(
            "portal-account-form", model, title: account.map { .text($0.displayName) } ?? "accounts_new",
            context: PageContext(request, context), status: problem?.status ?? .ok)
    }
}
