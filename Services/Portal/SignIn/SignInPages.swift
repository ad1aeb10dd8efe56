import Foundation
import HTTPTypes
import Hummingbird
import Pages
import ServiceKit

/// `/sign-in`, `/sign-out`, and `/session/renew`, by which a browser with a live session gets a new token without its person noticing.
struct SignInPages: Sendable {
    let renderer: PageRenderer
    let signIn: SignIn
    let signOut: SignOut
    let sessions: Sessions
    let cookies: Cookies
    let answers: SignInAnswers
    /// As people call the identity provider; nil where there is none.
    let provider: String?

    func add(to router: Router<ServiceContext>) {
        router.get("/sign-in", use: form)
        router.post("/sign-in", use: post)
        router.post("/sign-out", use: leave)
        router.get("/session/renew", use: renewPage)
        router.post("/session/renew", use: renewForm)
    }

    /// With a live session: on to the next page, with a new token. Else the form.
    @Sendable private func form(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let next = NextPage(request.uri.queryParameters["next"].map(String.init))
        if let renewed = try await renewed(request, location: next, status: .seeOther) { return renewed }
        var form = SignInForm(next: next, provider: provider)
        form.refusal = request.uri.queryParameters["provider"].flatMap { OpenIDFault(rawValue: String($0)) }
        var response = try answers.page(form, request, context)
        // What has ended must not keep public pages shut.
        if request.cookie(.token) != nil || request.cookie(.session) != nil { cookies.clear(&response) }
        return response
    }

    @Sendable private func post(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let typed = try await request.form(maximum: 8_192)
        var form = SignInForm(next: NextPage(typed["next"]?.text), login: typed["login"]?.text ?? "", provider: provider)
        let reader = FieldReader(typed, ignoring: ["next"])
        let login = reader.string("login", in: 1...200)
        _ = reader.string("password", in: 1...200)
        do {
            try reader.finish()
            // As it was typed: spaces at its ends belong to a password.
            let password = typed["password"]?.text ?? ""
            guard
                let progress = try await signIn(login: login, password: password, SignInVisitor(request, context))
            else {
                form.errors = [SignInForm.refused]
                return try answers.page(form, request, context, status: .unprocessableContent)
            }
            if let old = Cookies.session(of: request) { try await signOut(old, nil, reference: context.reference) }
            return try await answers.answer(progress, next: form.next)
        } catch let problem as Problem where problem.status == .unprocessableContent {
            form.errors = problem.errors
            return try answers.page(form, request, context, status: .unprocessableContent)
        } catch let problem as Problem where problem.status == .tooManyRequests {
            form.tooEarly = problem.headers[.retryAfter].flatMap { Int($0) }
            var response = try answers.page(form, request, context, status: .tooManyRequests)
            response.headers[.retryAfter] = problem.headers[.retryAfter]
            return response
        }
    }

    @Sendable private func leave(_ request: Request, _ context: ServiceContext) async throws -> Response {
        try await signOut(Cookies.session(of: request), context.identity, reference: context.reference)
        var response = renderer.redirect(to: "/", notice: "notice_signed_out")
        cookies.leave(&response)
        return response
    }

    /// For a page: as `/sign-in` does.
    @Sendable private func renewPage(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let next = NextPage(request.uri.queryParameters["next"].map(String.init))
        return try await renewed(request, location: next, status: .seeOther) ?? renderer.redirect(to: "/sign-in?next=\(next.escaped)")
    }

    /// For a form, which comes here whole: 307 makes the browser send it on to where it was going, with a new token. Without `next`, for a
    /// page's script: 204.
    @Sendable private func renewForm(_ request: Request, _ context: ServiceContext) async throws -> Response {
        guard let text = request.uri.queryParameters["next"] else {
            guard var response = try await renewed(request, location: NextPage("/"), status: .noContent) else {
                throw Problem.unauthorized()
            }
            response.headers[.location] = nil
            return response
        }
        if let renewed = try await renewed(request, location: NextPage(String(text)), status: .temporaryRedirect) { return renewed }
        return try renderer.sessionOver(request, context)
    }

    /// For a form with a file, which is renewed where it arrives.
    var renewal: SessionRenewal {
        SessionRenewal { request in try await renewed(request, location: NextPage("/"), status: .noContent)?.headers[.setCookie] }
    }

    private func renewed(_ request: Request, location: NextPage, status: HTTPResponse.Status) async throws -> Response? {
        guard let session = Cookies.session(of: request), let live = try await sessions.use(session) else { return nil }
        var response = Response(status: status, headers: [.location: location.path])
        try await cookies.addToken(of: live, to: &response)
        return response
    }
}
