import Database
import Foundation
import HTTPTypes
import Hummingbird
import Models
import Pages
import ServiceKit

/// `/account/link`, where somebody chooses a password by the link that was mailed to them, and `/forgotten`, where they ask for one.
///
/// The code stands in the query, which no log of ours keeps; looking at the page uses nothing up, so that mail scanners harm nobody.
struct LinkPages: Sendable {
    let renderer: PageRenderer
    let choose: ChoosePassword
    let forgotten: ForgottenPassword
    let secondFactor: SecondFactor
    let cookies: Cookies

    func add(to router: Router<ServiceContext>) {
        router.get("/account/link", use: form)
        router.post("/account/link", use: post)
        router.get("/forgotten", use: askForm)
        router.post("/forgotten", use: ask)
    }

    @Sendable private func form(_ request: Request, _ context: ServiceContext) async throws -> Response {
        try await page(LinkCode(request.uri.queryParameters["code"].map(String.init)), [], request, context)
    }

    @Sendable private func post(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let typed = try await request.form(maximum: 8_192)
        let code = LinkCode(typed["code"]?.text)
        let password = typed["password"]?.text ?? ""
        do {
            guard password == typed["again"]?.text ?? "" else { throw Problem.validation([Self.different]) }
            guard let code,
                let account = try await choose.byLink(
                    code, in: Cookies.asked(of: request), password: password, reference: context.reference)
            else {
                return try await page(code, [], request, context)
            }
            let t = renderer.sentences(context.language)
            let notice = Notice(
                .success, title: t("link_done_title"), text: t("link_done", ["login": account.login]),
                action: Link(t("sign_in"), to: "/sign-in"))
            return try show("portal-link-done", ["notice": notice], request, context)
        } catch let problem as Problem where !problem.errors.isEmpty {
            return try await page(code, problem.errors, request, context)
        }
    }

    private func page(_ code: LinkCode?, _ errors: [FieldError], _ request: Request, _ context: ServiceContext) async throws -> Response {
        let t = renderer.sentences(context.language)
        guard let code else { return try over(isElsewhere: false, request, context) }
        let account: Account
        switch try await choose.opened(by: code, in: Cookies.asked(of: request)) {
        case .account(let found): account = found
        case .elsewhere: return try over(isElsewhere: true, request, context)
        case .over: return try over(isElsewhere: false, request, context)
        }
        let form = Form(t, errors: errors)
        let fields = Self.fields(form)
        let model: [String: Any] = [
            "code": code.text, "login": account.login, "name": account.displayName, "fields": fields, "errors": form.summary(fields) as Any,
            "rule": t.count("password_rule", account.shortestPassword(secondFactor)),
        ]
        return try show("portal-link", model, request, context, status: errors.isEmpty ? .ok : .unprocessableContent)
    }

    private func over(isElsewhere: Bool, _ request: Request, _ context: ServiceContext) throws -> Response {
        let t = renderer.sentences(context.language)
        return try show(
            "portal-link-over", ["text": t(isElsewhere ? "link_elsewhere" : "link_over")], request, context,
            status: isElsewhere ? .forbidden : .notFound)
    }

    /// A new password, twice.
    static func fields(_ form: Form) -> [any FormPart] {
        [
            form.text(
                "password", "password_new", kind: .password, width: .half, autocomplete: "new-password", maximum: PasswordRules.longest),
            form.text(
                "again", "password_again", kind: .password, width: .half, autocomplete: "new-password", maximum: PasswordRules.longest),
        ]
    }

    static let different = FieldError(
        "/again", code: "different", message: Bilingual(vi: "Hai lần nhập không giống nhau.", en: "The two are not the same."))

    // MARK: Forgotten

    @Sendable private func askForm(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let form = Form(renderer.sentences(context.language))
        return try show("portal-forgotten", ["fields": Self.loginField(form)], request, context, title: "forgotten_title")
    }

    /// The same answer whether there is such an account or not.
    @Sendable private func ask(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let typed = try await request.form(maximum: 8_192)
        let t = renderer.sentences(context.language)
        let browser = Cookies.asked(of: request) ?? SessionID()
        do {
            let reader = FieldReader(typed)
            let login = reader.string("login", in: 1...200)
            try reader.finish()
            try await forgotten(login: login, browser: browser, SignInVisitor(request, context))
        } catch let problem as Problem where !problem.errors.isEmpty {
            let fields = Self.loginField(Form(t, values: typed, errors: problem.errors))
            let errors = Form(t, errors: problem.errors).summary(fields)
            return try show(
                "portal-forgotten", ["fields": fields, "errors": errors as Any], request, context, title: "forgotten_title",
                status: .unprocessableContent)
        }
        let notice = Notice(.success, title: t("forgotten_sent_title"), text: t("forgotten_sent"))
        var response = try show("portal-link-done", ["notice": notice], request, context, title: "forgotten_title")
        cookies.addAsked(browser, to: &response)
        return response
    }

    private static func loginField(_ form: Form) -> [any FormPart] {
        [form.text("login", "sign_in_login", width: .half, autocomplete: "username", maximum: 200)]
    }

    private func show(
        _ template: String, _ model: [String: Any], _ request: Request, _ context: ServiceContext, title: PageTitle = "link_title",
        status: HTTPResponse.Status = .ok
    ) throws -> Response {
        var shown = PageContext(request, context)
        shown.person = nil
        shown.query = ""
        return try renderer.page(template, model, title: title, context: shown, status: status)
    }
}
