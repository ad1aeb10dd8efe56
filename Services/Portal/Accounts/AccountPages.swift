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
    let secondFactor: SecondFactor
    let keep: KeepAccount

    func add(to router: Router<ServiceContext>) {
        router.get("/accounts", use: list)
        router.post("/accounts", use: enter)
        router.get("/accounts/new", use: new)
        router.get("/accounts/{id}", use: show)
        router.post("/accounts/{id}", use: change)
        router.get("/accounts/{id}/edit", use: edit)
        router.post("/accounts/{id}/link", use: sendLink)
        router.post("/accounts/{id}/deactivation", use: deactivate)
        router.post("/accounts/{id}/revival", use: revive)
        router.post("/accounts/{id}/second-factor/removal", use: removeFactor)
    }

    @Sendable private func list(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let identity = try context.require()
        let query = try request.queryTree()
        let filter = try AccountFilter.read(query)
        let (found, organisations) = try await house.database.transaction(identity.scope) { transaction in
            try transaction.audit(try context.auditEntry("accounts.listed", kind: "account", subject: nil), at: house.clock.now)
            let organisations = try await directory.receiving(within: identity.scope, in: transaction)
            return (try await accounts.list(filter, in: transaction), organisations)
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
        let helper = try await house.database.transaction(.service) { transaction in
            if let wanted { try await helpers.find(wanted, in: transaction) } else { KnownHelper?.none }
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

    @Sendable private func enter(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let identity = try context.require()
        let posted = try await request.form(maximum: 16_384)
        do {
            let draft = try AccountForm.draft(posted, login: nil, authority: AccountAuthority(identity: identity))
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
        let account = try await seen(try context.id("id"), identity, context)
        let model = try await house.database.transaction(.service) { transaction in
            AccountPage(
                account: account, organisation: try await keep.place(account.organisation, in: transaction),
                province: account.province.flatMap { house.rules.provinces[$0]?.name.text(context.language.rawValue) },
                sessions: try await sessions.list(of: account.id, in: transaction).count,
                registerEmail: try await registerEmail(of: account, in: transaction),
                events: try await accounts.events(of: account.id, in: transaction),
                mayKeep: try await keep.keeps(account, identity, in: transaction), form: Form(renderer.sentences(context.language)))
        }
        return try renderer.page("portal-account", model, title: .text(account.displayName), request, context)
    }

    private func registerEmail(of account: Account, in transaction: Transaction) async throws -> String? {
        guard let helper = account.helper else { return nil }
        return try await helpers.find(helper, in: transaction)?.email
    }

    @Sendable private func edit(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let identity = try context.require()
        let account = try await kept(try context.id("id"), identity)
        return try await form(AccountForm.values(of: account), account, identity, request, context)
    }

    @Sendable private func change(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let identity = try context.require()
        let account = try await kept(try context.id("id"), identity)
        let posted = try await request.form(maximum: 16_384)
        do {
            let draft = try AccountForm.draft(posted, login: account.login, authority: AccountAuthority(identity: identity))
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
        try await act(request, context, notice: "notice_account_closed") { id, reason, identity, actor, transaction in
            try await keep.set(active: false, id, because: reason, by: identity, actor, in: transaction)
        }
    }

    @Sendable private func revive(_ request: Request, _ context: ServiceContext) async throws -> Response {
        try await act(request, context, notice: "notice_account_revived") { id, reason, identity, actor, transaction in
            try await keep.set(active: true, id, because: reason, by: identity, actor, in: transaction)
        }
    }

    /// For whoever has lost the app and the recovery codes: the next sign-in sets up another.
    @Sendable private func removeFactor(_ request: Request, _ context: ServiceContext) async throws -> Response {
        try await act(request, context, notice: "notice_second_factor_removed") { id, reason, identity, actor, transaction in
            let account = try await keep.open(id, for: identity, in: transaction)
            guard try await secondFactor.remove(id, in: transaction) else { throw Problem.notFound() }
            try await sessions.endAll(of: id, outbox: house.outbox, in: transaction)
            try accounts.record(.secondFactorRemoved, of: account, by: actor, because: reason, at: house.clock.now, in: transaction)
        }
    }

    private func act(
        _ request: Request, _ context: ServiceContext, notice: String,
        _ body: (AccountID, String?, Identity, AuditActor, Transaction) async throws -> Void
    ) async throws -> Response {
        let identity = try context.require()
        let id = try context.id("id", AccountID.self)
        let reader = FieldReader(try await request.form(maximum: 8_192))
        let reason = reader.optionalText("reason", in: 1...1_000)
        try reader.finish()
        try await house.database.transaction(.service) {
            try await body(id, reason, identity, AuditActor(identity, reference: context.reference), $0)
        }
        return renderer.redirect(to: "/accounts/\(id)", notice: notice)
    }

    /// An account within the caller's scope; the look is audited. Throws 404.
    private func seen(_ id: AccountID, _ identity: Identity, _ context: ServiceContext) async throws -> Account {
        try await house.database.transaction(identity.scope) { transaction in
            guard let account = try await accounts.find(id, in: transaction) else { throw Problem.notFound() }
            try transaction.audit(
                try context.auditEntry("account.viewed", kind: "account", subject: id.uuid, organisation: account.organisation),
                at: house.clock.now)
            return account
        }
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
