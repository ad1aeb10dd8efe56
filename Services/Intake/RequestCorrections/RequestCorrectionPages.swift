import HTTPTypes
import Hummingbird
import Models
import Pages
import ServiceKit

/// `/requests/{id}/corrections`: the form by which an undecided request is corrected and completed, filled in with what stands there.
struct RequestCorrectionPages: Sendable {
    let house: House
    let renderer: PageRenderer
    let requests: RequestStore
    let view: ViewRequest
    let correct: CorrectRequest

    func add(to router: Router<ServiceContext>) {
        router.get("/requests/{id}/corrections") { request, context in try await page(request, context, failed: nil) }
        router.post("/requests/{id}/corrections", use: post)
    }

    /// What was typed, and why it could not be taken.
    private typealias Failed = (typed: JSONValue, problem: Problem)

    private func page(_ request: Request, _ context: ServiceContext, failed: Failed?) async throws -> Response {
        let identity = try context.require()
        let id = try context.id("id", RequestID.self)
        let seen = try await view.whole(id, for: identity, by: Actor(identity, reference: context.reference))
        let record = seen.file.record
        let t = renderer.sentences(context.language)
        let form =
            failed.map { Form(t, values: $0.typed.withoutSeen, errors: $0.problem.errors) }
            ?? Form(t, values: RequestEntry(record).document(for: identity))
        let model = RequestCorrectionPage(
            record: record,
            fields: RequestFormPage(form: form, rules: house.rules, organisations: [], reader: identity, today: house.clock.today),
            seen: failed.flatMap { $0.problem.isMoved ? nil : $0.typed.seenVersion } ?? record.version,
            hasMoved: failed?.problem.isMoved ?? false)
        return try renderer.page(
            "intake-request-correction", model, title: .text(t("request_correct")), request, context, status: failed?.problem.status ?? .ok)
    }

    @Sendable private func post(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let identity = try context.require()
        let id = try context.id("id", RequestID.self)
        let typed = try await request.form(maximum: RequestForms.largestBody)
        do {
            return try await context.idempotent(request, house.database, identity.scope, key: typed.formKey) { transaction in
                guard let record = try await requests.find(id, locked: true, in: transaction) else { throw Problem.notFound() }
                try typed.checkSeen(record.version)
                let actor = Actor(identity, reference: context.reference)
                try await correct(
                    typed.withoutFormKey.withoutSeen.joiningDates.withEveryPaper.withoutBlankPeople, on: record, as: identity, by: actor,
                    in: transaction)
                return renderer.redirect(to: "/requests/\(id)", notice: "notice_request_corrected")
            }
        } catch let problem as Problem where problem.bringsFormBack {
            return try await page(request, context, failed: (typed, problem))
        }
    }
}

extension JSONValue {
    /// A form in which no box of the papers is ticked says that none was shown.
    fileprivate var withEveryPaper: JSONValue {
        guard case .object(var members) = self, members["papers"] == nil else { return self }
        members["papers"] = .array([])
        return .object(members)
    }
}
