import Foundation
import HTTPTypes
import Hummingbird
import Models
import Pages
import ServiceKit

/// The second step of signing in: `/sign-in/code` asks for a code, `/sign-in/factor` sets up a second factor where the role must have one.
struct SecondStepPages: Sendable {
    let renderer: PageRenderer
    let signIn: SignIn
    let cookies: Cookies
    /// How authenticator apps name the account.
    let issuer: String

    func add(to router: Router<ServiceContext>) {
        router.get("/sign-in/code", use: codeForm)
        router.post("/sign-in/code", use: code)
        router.get("/sign-in/factor", use: factorForm)
        router.post("/sign-in/factor", use: factor)
    }

    @Sendable private func codeForm(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let next = NextPage(request.uri.queryParameters["next"].map(String.init))
        guard Cookies.pending(of: request) != nil else { return again(next) }
        return try page(.code, next, [], request, context)
    }

    @Sendable private func code(_ request: Request, _ context: ServiceContext) async throws -> Response {
        try await answer(try await request.form(maximum: 8_192), request, context, step: .code) { typed, id in
            try await signIn.code(typed, of: id, SignInVisitor(request, context))
        }
    }

    @Sendable private func factorForm(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let next = NextPage(request.uri.queryParameters["next"].map(String.init))
        guard let id = Cookies.pending(of: request), let new = try await begun(id, given: nil) else { return again(next) }
        return try page(.factor(new.account, new.factor), next, [], request, context)
    }

    @Sendable private func factor(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let typed = try await request.form(maximum: 8_192)
        let next = NextPage(typed["next"]?.text)
        guard let id = Cookies.pending(of: request), let new = try await begun(id, given: typed["secret"]?.text) else { return again(next) }
        let step = Step.factor(new.account, new.factor)
        guard !new.isNew else { return try page(step, next, [Self.stale], request, context, status: .unprocessableContent) }
        return try await answer(typed, request, context, step: step) { typed, id in
            try await signIn.confirm(new.factor, by: typed, of: id, SignInVisitor(request, context))
        }
    }

    /// Nil where the first step is over, or the account has a second factor by now.
    private func begun(_ id: SessionID, given: String?) async throws -> (account: Account, factor: NewFactor, isNew: Bool)? {
        do {
            return try await signIn.newFactor(of: id, given: given)
        } catch is Problem {
            return nil
        }
    }

    private enum Step {
        case code
        case factor(Account, NewFactor)
    }

    private func answer(
        _ typed: JSONValue, _ request: Request, _ context: ServiceContext, step: Step,
        _ take: (String, SessionID) async throws -> SignIn.Success?
    ) async throws -> Response {
        let next = NextPage(typed["next"]?.text)
        guard let id = Cookies.pending(of: request) else { return again(next) }
        do {
            guard let success = try await take(typed["code"]?.text ?? "", id) else {
                return try page(step, next, [Self.wrong], request, context, status: .unprocessableContent)
            }
            var response =
                success.recoveryCodes.isEmpty
                ? renderer.redirect(to: next.path)
                : try RecoveryCodesPage.answer(success.recoveryCodes, next: next, renderer, request, context)
            cookies.clearPending(&response)
            try await cookies.enter(success, &response)
            return response
        } catch let problem as Problem where problem.status == .unauthorized {
            return again(next)
        }
    }

    /// The first step is over.
    private func again(_ next: NextPage) -> Response {
        renderer.redirect(to: "/sign-in?next=\(next.escaped)")
    }

    private func page(
        _ step: Step, _ next: NextPage, _ errors: [FieldError], _ request: Request, _ context: ServiceContext,
        status: HTTPResponse.Status = .ok
    ) throws -> Response {
        let t = renderer.sentences(context.language)
        let form = Form(t, errors: errors)
        var shown = PageContext(request, context)
        shown.person = nil
        switch step {
        case .code:
            let fields = [form.text("code", "code_field", hint: "code_hint", width: .half, autocomplete: "one-time-code", maximum: 40)]
            let model: [String: Any] = ["next": next.path, "fields": fields, "errors": form.summary(fields) as Any]
            return try renderer.page("portal-code", model, title: "code_title", context: shown, status: status)
        case .factor(let account, let new):
            let isByRole = signIn.secondFactor.isRequired(of: account.role)
            let model = FactorForm(
                new.totp, sealed: new.sealed, login: account.login, issuer: issuer, form: form, next: next.path, action: "/sign-in/factor",
                why: isByRole ? nil : t("factor_short", ["count": t.formats.number(PasswordRules.shortestAlone)]))
            return try renderer.page("portal-factor", model, title: "factor_title", context: shown, status: status)
        }
    }

    /// The form took too long, or carried nothing: another secret is shown.
    static let stale = FieldError(
        "/code", code: "stale",
        message: Bilingual(
            vi: "Mã QR đã quá hạn. Hãy quét mã mới ở trên rồi nhập mã của nó.",
            en: "The code to scan was out of time. Scan the new one above, then enter its code."))

    static let wrong = FieldError(
        "/code", code: "wrong",
        message: Bilingual(
            vi: "Mã không đúng hoặc đã dùng. Hãy chờ mã mới trong ứng dụng rồi thử lại.",
            en: "The code is not right, or was used. Wait for the next one in the app, and try again."))
}
