import Database
import Foundation
import HTTPTypes
import Hummingbird
import Models
import Pages
import ServiceKit

/// `/sign-in/provider` leads to the identity provider and `/sign-in/provider/return` is where it leads back to; `/account/provider` connects an
/// account with its person there. Where no provider is named, there is nothing here.
struct OpenIDPages: Sendable {
    let renderer: PageRenderer
    let openID: OpenIDSignIn?
    let answers: SignInAnswers
    let sessions: Sessions
    let signOut: SignOut
    let choose: ChoosePassword
    let cookies: Cookies
    let box: SecretBox
    let confirmation: Confirmation

    func add(to router: Router<ServiceContext>) {
        router.get("/sign-in/provider", use: leave)
        router.get("/sign-in/provider/return", use: comeBack)
        router.post("/account/provider", use: confirmation.guarding(connect))
        router.post("/account/provider/removal", use: confirmation.guarding(disconnect))
    }

    @Sendable private func leave(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let openID = try known()
        let visit = OpenIDVisit(next: NextPage(request.uri.queryParameters["next"].map(String.init)))
        do {
            var response = renderer.redirect(to: try await openID.provider.address(of: visit, language: context.language.rawValue))
            cookies.addVisit(try visit.cookie(box), to: &response)
            return response
        } catch let fault as OpenIDFault {
            return refused(fault, visit.nextPage)
        }
    }

    @Sendable private func comeBack(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let openID = try known()
        guard let visit = Cookies.visit(of: request).flatMap({ OpenIDVisit(cookie: $0, box: box) }) else {
            return refused(.stale, NextPage(nil))
        }
        let query = request.uri.queryParameters
        let answer = OpenIDAnswer(
            state: query["state"].map(String.init), code: query["code"].map(String.init), issuer: query["iss"].map(String.init))
        var response =
            if let account = visit.account {
                try await connected(account, visit, answer, request, context)
            } else {
                try await entered(openID, visit, answer, request, context)
            }
        // A way is gone once.
        cookies.clearVisit(&response)
        return response
    }

    private func entered(
        _ openID: OpenIDSignIn, _ visit: OpenIDVisit, _ answer: OpenIDAnswer, _ request: Request, _ context: ServiceContext
    ) async throws -> Response {
        do {
            let progress = try await openID.enter(visit, answer, SignInVisitor(request, context))
            if let old = Cookies.session(of: request) { try await signOut(old, nil, reference: context.reference) }
            return try await answers.answer(progress, next: visit.nextPage)
        } catch let fault as OpenIDFault {
            return refused(fault, visit.nextPage)
        }
    }

    /// Only in the session of the account that asked: nobody is connected by being led here.
    private func connected(
        _ id: AccountID, _ visit: OpenIDVisit, _ answer: OpenIDAnswer, _ request: Request, _ context: ServiceContext
    ) async throws -> Response {
        guard let session = Cookies.session(of: request), let live = try await sessions.use(session), live.account.id == id else {
            return back(.stale)
        }
        do {
            try await known().connect(live.account, visit, answer, SignInVisitor(request, context))
            return renderer.redirect(to: "/account", notice: "notice_provider_connected")
        } catch let fault as OpenIDFault {
            return back(fault)
        }
    }

    /// Takes the password, so that neither a browser left open nor another site can do it. The way to the provider is a link on the page that
    /// answers: a form of ours sends to no other site.
    @Sendable private func connect(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let openID = try known()
        let typed = try await request.form(maximum: 8_192)
        do {
            let account = try await choose.proven(
                try OwnAccount.id(context), by: typed["password"]?.text ?? "", from: context.client)
            let visit = OpenIDVisit(next: NextPage("/account"), connecting: account.id)
            let address = try await openID.provider.address(of: visit, language: context.language.rawValue)
            let t = renderer.sentences(context.language)
            let model: [String: Any] = [
                "text": t("provider_go_text", ["provider": openID.provider.settings.name]),
                "go": Link(t("provider_go", ["provider": openID.provider.settings.name]), to: address),
            ]
            var response = try renderer.page("portal-provider", model, title: "provider_title", request, context)
            cookies.addVisit(try visit.cookie(box), to: &response)
            return response
        } catch let fault as OpenIDFault {
            return back(fault)
        } catch let problem as Problem where !problem.errors.isEmpty {
            return back(.password)
        }
    }

    @Sendable private func disconnect(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let openID = try known()
        let id = try OwnAccount.id(context)
        try await openID.database.transaction(.service) { transaction in
            guard let account = try await openID.accounts.find(id, in: transaction) else { throw Problem.notFound() }
            try await openID.disconnect(account, reference: context.reference, in: transaction)
        }
        return renderer.redirect(to: "/account", notice: "notice_provider_disconnected")
    }

    /// The account's page says why.
    private func back(_ fault: OpenIDFault) -> Response { renderer.redirect(to: "/account?provider=\(fault.rawValue)") }

    private func known() throws -> OpenIDSignIn {
        guard let openID else { throw Problem.notFound() }
        return openID
    }

    /// The form of the first step says why.
    private func refused(_ fault: OpenIDFault, _ next: NextPage) -> Response {
        renderer.redirect(to: Address.of("/sign-in", ("next", next.path), ("provider", fault.rawValue)))
    }
}
