import Database
import Foundation
import HTTPTypes
import Hummingbird
import Models
import Outbox
import Pages
import ServiceKit

/// `/account`: what everybody does with their own account: the password, the second factor, where one is signed in, and giving the account back.
struct OwnAccountPages: Sendable {
    let database: Database
    let renderer: PageRenderer
    let accounts: AccountStore
    let sessions: Sessions
    let own: OwnAccount
    let secondFactor: SecondFactor
    /// Nil where no identity provider is named.
    let openID: OpenIDSignIn?
    let choose: ChoosePassword
    let keep: KeepAccount
    let cookies: Cookies
    /// How authenticator apps name the account.
    let issuer: String
    let confirmation: Confirmation
    let places: SignInPlaces
    let clock: WallClock

    func add(to router: Router<ServiceContext>) {
        router.get("/account", use: show)
        router.post("/account/password", use: changePassword)
        router.post("/account/sessions/ending", use: endOthers)
        router.post("/account/sessions/{key}/ending", use: endOne)
        router.get("/account/second-factor", use: factorForm)
        router.post("/account/second-factor", use: confirmation.guarding(setFactor))
        router.post("/account/second-factor/removal", use: removeFactor)
        router.post("/account/second-factor/replacement", use: replaceFactor)
        router.post("/account/second-factor/replacement/confirmation", use: confirmReplacement)
        router.post("/account/recovery-codes", use: newCodes)
        router.post("/account/handback", use: confirmation.guarding(handBack))
    }

    @Sendable private func show(_ request: Request, _ context: ServiceContext) async throws -> Response {
        try await page([], request, context)
    }

    @Sendable private func changePassword(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let id = try OwnAccount.id(context)
        let typed = try await request.form(maximum: 8_192)
        do {
            let password = typed["password"]?.text ?? ""
            guard password == typed["again"]?.text ?? "" else { throw Problem.validation([LinkPages.different]) }
            let confirmedAt = try await confirmed(context)
            let account = try await choose.change(
                id, from: typed["old"]?.text ?? "", to: password, from: context.client, reference: context.reference)
            // Every session has ended, this one too: it goes on under a new name. The password alone does not stand for showing again who one is.
            let begun = try await database.transaction(.service) {
                try await sessions.begin(account.id, browser: request.headers[.userAgent], confirmedAt: confirmedAt, in: $0)
            }
            var response = renderer.redirect(to: "/account", notice: "notice_password_changed")
            cookies.addSession(begun.id, to: &response)
            try await cookies.addToken(of: LiveSession(account: account, key: begun.key), to: &response)
            return response
        } catch let problem as Problem where !problem.errors.isEmpty {
            return try await page(problem.errors, request, context)
        }
    }

    /// When the person of this session last showed who they are; nil where there is no session.
    private func confirmed(_ context: ServiceContext) async throws -> Date? {
        guard let session = context.identity?.session else { return nil }
        return try await database.transaction(.service) { try await sessions.confirmedAt(session, in: $0) }
    }

    @Sendable private func endOne(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let id = try OwnAccount.id(context)
        let key = try context.id("key", SessionKey.self)
        try await own.end(key, of: id, context)
        return renderer.redirect(to: "/account", notice: "notice_session_ended")
    }

    @Sendable private func endOthers(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let id = try OwnAccount.id(context)
        try await own.endOthers(of: id, context)
        return renderer.redirect(to: "/account", notice: "notice_sessions_ended")
    }

    @Sendable private func handBack(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let id = try OwnAccount.id(context)
        let reader = FieldReader(try await request.form(maximum: 8_192))
        let reason = reader.optionalText("reason", in: 1...1_000)
        try reader.finish()
        let actor = AuditActor(try context.require(), reference: context.reference)
        try await database.transaction(.service) { try await keep.handBack(id, because: reason, actor, in: $0) }
        var response = renderer.redirect(to: "/", notice: "notice_account_handed_back")
        cookies.leave(&response)
        return response
    }

    // MARK: The second factor

    @Sendable private func factorForm(_ request: Request, _ context: ServiceContext) async throws -> Response {
        try await factorPage(nil, [], request, context)
    }

    @Sendable private func setFactor(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let id = try OwnAccount.id(context)
        let typed = try await request.form(maximum: 8_192)
        let given = typed["secret"]?.text
        let (isStale, codes) = try await database.transaction(.service) { transaction in
            let (factor, isNew) = try await secondFactor.begin(id, given: given, in: transaction)
            if isNew { return (true, [RecoveryCode]?.none) }
            let codes = try await secondFactor.confirm(id, factor, typed: typed["code"]?.text ?? "", in: transaction)
            if codes != nil { try await own.note(.secondFactorSet, id, context, in: transaction) }
            return (false, codes)
        }
        guard let codes else {
            return try await factorPage(given, [isStale ? SecondStepPages.stale : SecondStepPages.wrong], request, context)
        }
        return try RecoveryCodesPage.answer(codes, next: NextPage("/account"), renderer, request, context)
    }

    /// Takes a code, so that a browser left open cannot do it.
    @Sendable private func removeFactor(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let id = try OwnAccount.id(context)
        guard !secondFactor.isRequired(of: try context.require().role) else { throw Problem.forbidden() }
        return try await withCode(id, request, context) { transaction in
            guard try await SecondFactor.remove(id, in: transaction) else { throw Problem.notFound() }
            try await own.note(.secondFactorRemoved, id, context, in: transaction)
            return renderer.redirect(to: "/account", notice: "notice_second_factor_removed")
        }
    }

    /// Takes a code of the old app, or a recovery code where that is lost: also where a second factor must be.
    @Sendable private func replaceFactor(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let id = try OwnAccount.id(context)
        return try await withCode(id, request, context) { transaction in
            let totp = try await secondFactor.beginReplacement(id, in: transaction)
            return try replacementPage(totp, login: try await login(of: id, in: transaction), [], request, context)
        }
    }

    @Sendable private func confirmReplacement(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let id = try OwnAccount.id(context)
        let typed = try await request.form(maximum: 8_192)
        return try await database.transaction(.service) { transaction in
            guard let codes = try await secondFactor.confirmReplacement(id, typed: typed["code"]?.text ?? "", in: transaction) else {
                guard let totp = try await secondFactor.replacement(of: id, in: transaction) else { throw Problem.notFound() }
                return try replacementPage(totp, login: try await login(of: id, in: transaction), [SecondStepPages.wrong], request, context)
            }
            try await own.note(.secondFactorSet, id, context, in: transaction)
            return try RecoveryCodesPage.answer(codes, next: NextPage("/account"), renderer, request, context)
        }
    }

    private func login(of id: AccountID, in transaction: Transaction) async throws -> String {
        guard let account = try await accounts.find(id, in: transaction) else { throw Problem.notFound() }
        return account.login
    }

    private func replacementPage(
        _ totp: TOTP, login: String, _ errors: [FieldError], _ request: Request, _ context: ServiceContext
    ) throws -> Response {
        let model = FactorForm(
            totp, login: login, issuer: issuer, form: Form(renderer.sentences(context.language), errors: errors), next: nil,
            action: "/account/second-factor/replacement/confirmation")
        return try renderer.page(
            "portal-factor", model, title: "factor_title", context: PageContext(request, context),
            status: errors.isEmpty ? .ok : .unprocessableContent)
    }

    @Sendable private func newCodes(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let id = try OwnAccount.id(context)
        return try await withCode(id, request, context) { transaction in
            let codes = try await secondFactor.newRecoveryCodes(id, in: transaction)
            return try RecoveryCodesPage.answer(codes, next: NextPage("/account"), renderer, request, context)
        }
    }

    private func withCode(
        _ id: AccountID, _ request: Request, _ context: ServiceContext, _ body: (Transaction) async throws -> Response
    ) async throws -> Response {
        let typed = try await request.form(maximum: 8_192)
        let address = context.client
        try await choose.throttle.admit(codeOf: id, from: address)
        let answer: Response? = try await database.transaction(.service) { transaction in
            guard try await secondFactor.takes(typed["code"]?.text ?? "", of: id, in: transaction) else {
                let account = try await accounts.find(id, in: transaction)
                places.keep("sign_in.code-wrong", id, SignInVisitor(request, context), in: transaction)
                try transaction.audit(SignIn.entry("sign_in.code-wrong", account, context.reference), at: clock.now)
                return nil
            }
            choose.throttle.succeeded(codeOf: id, from: address, in: transaction)
            return try await body(transaction)
        }
        if let answer { return answer }
        return try await page([SecondStepPages.wrong], request, context)
    }

    private func factorPage(
        _ given: String?, _ errors: [FieldError], _ request: Request, _ context: ServiceContext
    ) async throws -> Response {
        let id = try OwnAccount.id(context)
        let (account, new) = try await database.transaction(.service) { transaction in
            guard let account = try await accounts.find(id, in: transaction) else { throw Problem.notFound() }
            return (account, try await secondFactor.begin(id, given: given, in: transaction).factor)
        }
        let model = FactorForm(
            new.totp, sealed: new.sealed, login: account.login, issuer: issuer,
            form: Form(renderer.sentences(context.language), errors: errors), next: nil, action: "/account/second-factor")
        return try renderer.page(
            "portal-factor", model, title: "factor_title", context: PageContext(request, context),
            status: errors.isEmpty ? .ok : .unprocessableContent)
    }

    private func page(_ errors: [FieldError], _ request: Request, _ context: ServiceContext) async throws -> Response {
        let id = try OwnAccount.id(context)
        let (account, live, latest, codes, connected, isLast) = try await database.transaction(.service) { transaction in
            guard let account = try await accounts.find(id, in: transaction) else { throw Problem.notFound() }
            return (
                account, try await sessions.list(of: id, in: transaction), try await places.latest(of: id, in: transaction),
                try await secondFactor.recoveryCodes(of: id, in: transaction),
                try await openID?.since(id, in: transaction), try await accounts.isLast(account, in: transaction)
            )
        }
        let provider = openID.map {
            ProviderPanel(
                name: $0.provider.settings.name, since: connected, hasPassword: account.password != nil,
                refusal: request.uri.queryParameters["provider"].flatMap { OpenIDFault(rawValue: String($0)) },
                form: Form(renderer.sentences(context.language)).within("provider"))
        }
        let model = OwnAccountPage(
            account: account, sessions: live, present: context.identity?.session, signIns: latest, recoveryCodes: codes,
            isFactorRequired: secondFactor.isRequired(of: account.role), provider: provider,
            shortest: account.shortestPassword(secondFactor), isLast: isLast,
            form: Form(renderer.sentences(context.language), errors: errors))
        return try renderer.page(
            "portal-account-own", model, title: "own_account_title", context: PageContext(request, context),
            status: errors.isEmpty ? .ok : .unprocessableContent)
    }
}
