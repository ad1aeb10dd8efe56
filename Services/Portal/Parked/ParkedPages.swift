import Foundation
import Hummingbird
import Models
import Pages
import ServiceKit

/// `/system/parked`: the messages that services have laid aside, to be looked at, replayed and discarded by those who run the system.
struct ParkedPages: Sendable {
    private static let largestForm = 65_536

    let renderer: PageRenderer
    let desk: ParkedDesk

    func add(to router: Router<ServiceContext>) {
        router.get("/system/parked", use: list)
        router.post("/system/parked/replay", use: replaySeveral)
        router.get("/system/parked/{service}/{id}", use: show)
        router.post("/system/parked/{service}/{id}/replay", use: replay)
        router.post("/system/parked/{service}/{id}/discarding", use: discard)
    }

    @Sendable private func list(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let (messages, away) = await desk.open(for: try context.require())
        let model = ParkedListPage(messages, away: away, renderer.sentences(context.language))
        return try renderer.page("portal-parked", model, title: "parked_title", request, context)
    }

    @Sendable private func show(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let (service, id) = try subject(context)
        let message = try await desk.find(id, of: service, for: try context.require())
        return try page(message, Form(renderer.sentences(context.language)), request, context)
    }

    @Sendable private func replay(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let (service, id) = try subject(context)
        try await desk.replay(id, of: service, for: try context.require())
        return renderer.redirect(to: "/system/parked", notice: "notice_parked_replayed")
    }

    /// All that the list showed. One that was dealt with meanwhile keeps none of the others waiting.
    @Sendable private func replaySeveral(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let identity = try context.require()
        let form = Form(renderer.sentences(context.language), values: try await request.form(maximum: Self.largestForm))
        for chosen in form.texts("message") {
            let sides = chosen.split(separator: ":").map(String.init)
            guard sides.count == 2, let service = ServiceName(rawValue: sides[0]), let id = ParkedID(sides[1]) else { continue }
            do {
                try await desk.replay(id, of: service, for: identity)
            } catch let problem as Problem where problem.status == .conflict || problem.status == .notFound {
                continue
            }
        }
        return renderer.redirect(to: "/system/parked", notice: "notice_parked_replayed")
    }

    @Sendable private func discard(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let identity = try context.require()
        let (service, id) = try subject(context)
        let values = try await request.form(maximum: Self.largestForm)
        let reader = FieldReader(values)
        let reason = reader.string("reason", in: 3...500)
        do {
            try reader.finish()
        } catch let problem as Problem {
            let message = try await desk.find(id, of: service, for: identity)
            let form = Form(renderer.sentences(context.language), values: values, errors: problem.errors)
            return try page(message, form, request, context, status: problem.status)
        }
        try await desk.discard(id, of: service, because: reason, for: identity)
        return renderer.redirect(to: "/system/parked", notice: "notice_parked_discarded")
    }

    private func page(
        _ message: ParkedView, _ form: Form, _ request: Request, _ context: ServiceContext, status: HTTPResponse.Status = .ok
    ) throws -> Response {
        let t = renderer.sentences(context.language)
        return try renderer.page(
            "portal-parked-message", ParkedPage(message, form: form, t), title: .text(message.name ?? t("parked_nameless")), request,
            context, status: status)
    }

    private func subject(_ context: ServiceContext) throws -> (ServiceName, ParkedID) {
        guard let service = context.parameters.get("service").flatMap(ServiceName.init(rawValue:)) else { throw Problem.notFound() }
        return (service, try context.id("id"))
    }
}
