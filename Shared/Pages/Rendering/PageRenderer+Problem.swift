import HTTPTypes
package import Hummingbird
package import ServiceKit

extension PageRenderer {
    /// What went wrong, as a page in the reader's language with the reference to quote; give it to ServiceKit as its `ProblemPage`.
    ///
    /// Somebody who is not signed in and opens a page is led to `/sign-in?next=…` instead; a form whose token is over goes, whole, to
    /// `/session/renew?next=…` and from there back (307 keeps method and body). Whoever sent one with a file, which the service could not renew itself,
    /// is told how the browser keeps it. A panel that a script asked for (`X-Fragment`) answers the sentence alone.
    package func problem(_ problem: Problem, _ request: Request, _ context: ServiceContext) throws -> Response {
        if problem.status == .unauthorized, request.method == .get, request.headers[.fragment] == nil {
            return redirect(to: "/sign-in?next=" + Address.escaped(request.head.path ?? "/"))
        }
        if problem.status == .unauthorized, request.method == .post, request.headers[.fragment] == nil,
            request.headers[.authorization] == nil, request.cookie(.session) != nil
        {
            guard !request.isFileForm else { return try sessionOver(request, context) }
            return Response(
                status: .temporaryRedirect, headers: [.location: "/session/renew?next=" + Address.escaped(request.head.path ?? "/")])
        }
        return try self.problem(problem, PageContext(request, context))
    }

    /// Says to somebody whose session ended under a form that their browser still has it, and how to send it again.
    package func sessionOver(_ request: Request, _ context: ServiceContext) throws -> Response {
        try page(
            "session-over", [String: Any](), title: "session_over_title", context: PageContext(request, context), status: .unauthorized)
    }

    /// The page of a problem.
    package func problem(_ problem: Problem, _ context: PageContext) throws -> Response {
        let language = context.language
        let model = ProblemPage(
            title: problem.title.text(language), detail: problem.detail?.text(language), status: problem.status.code,
            reference: context.reference, errors: problem.errors.map { $0.message.text(language) })
        var context = context
        context.notice = nil
        let title = PageTitle.text(model.title)
        guard context.isFragment else { return try page("problem", model, title: title, context: context, status: problem.status) }
        return try panel("problem-panel", model, title: title, context: context, status: problem.status)
    }

    /// What `problem.mustache` reads.
    private struct ProblemPage: Part {
        let title: String
        let detail: String?
        let status: Int
        let reference: String?
        let errors: [String]

        func child(named name: String) -> Any? {
            switch name {
            case "title": title
            case "detail": detail
            case "status": status
            case "reference": reference
            case "missing": status == 404
            case "fault": status >= 500
            case "listed": !errors.isEmpty
            case "errors": errors
            default: nil
            }
        }
    }
}
