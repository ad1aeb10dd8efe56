import HTTPTypes
import Hummingbird
import Pages
import ServiceKit

/// What browsers are answered at the first step of signing in, by whichever way they came.
struct SignInAnswers: Sendable {
    let renderer: PageRenderer
    let cookies: Cookies

    /// What follows on a first step that was right.
    func answer(_ progress: SignIn.Progress, next: NextPage) async throws -> Response {
        switch progress {
        case .done(let success):
            var response = renderer.redirect(to: next.path)
            try await cookies.enter(success, &response)
            return response
        case .needsCode(let id), .needsFactor(let id):
            let step = if case .needsCode = progress { "code" } else { "factor" }
            var response = renderer.redirect(to: "/sign-in/\(step)?next=\(next.escaped)")
            cookies.addPending(id, to: &response)
            return response
        }
    }

    /// The form of the first step.
    func page(_ form: SignInForm, _ request: Request, _ context: ServiceContext, status: HTTPResponse.Status = .ok) throws
        -> Response
    {
        var shown = PageContext(request, context)
        shown.person = nil
        return try renderer.page(
            "portal-sign-in", form.model(renderer.sentences(context.language)), title: "sign_in_title", context: shown, status: status)
    }
}
