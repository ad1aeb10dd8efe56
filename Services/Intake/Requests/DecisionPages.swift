import Database
import Foundation
import HTTPTypes
import Hummingbird
import Models
import Pages
import Rules
import ServiceKit

/// `/requests/{id}`: one request, and the forms by which it is decided.
struct DecisionPages: Sendable {
    let house: House
    let renderer: PageRenderer
    let requests: RequestStore
    let view: ViewRequest
    let decide: DecideRequest
    let check: CheckConflicts

    func add(to router: Router<ServiceContext>) {
        router.get("/requests/{id}") { request, context in try await page(request, context, failed: nil) }
        for action in RequestAction.allCases {
            router.post(RouterPath("/requests/{id}/\(action.rawValue)")) { request, context in try await submit(action, request, context) }
        }
    }

    private func page(_ request: Request, _ context: ServiceContext, failed: FailedForm<RequestAction>?) async throws -> Response {
        let identity = try context.require()
        let id = try context.id("id", RequestID.self)
        let seen = try await view.whole(id, for: identity, by: Actor(identity, reference: context.reference))
        let t = renderer.sentences(context.language)
        let model = RequestPage(
            seen: seen, conflicts: try await conflicts(of: seen, for: identity, context), rules: house.rules,
            today: house.clock.today,
            reader: identity, mayCorrect: identity.may(.correctRequests),
            mayReadPapers: identity.may(.readPassedPapers),
            hasMoved: failed?.hasMoved ?? false,
            forms: FailedForm.forms(of: RequestAction.allCases, failed: failed, t), t: t)
        return try renderer.page(
            "intake-request", model, title: .text(seen.file.record.client.name), request, context, status: failed?.problem.status ?? .ok)
    }

    /// Looked for while it is undecided, for who may ask for conflicts: after its registration the case's own search tells.
    private func conflicts(of seen: ViewRequest.Whole, for identity: Identity, _ context: ServiceContext) async throws -> CheckConflicts
        .Found?
    {
        guard seen.isOpen, identity.may(.enterRequests) else { return nil }
        return try await check.found(against: seen.file.record, for: identity, by: Actor(identity, reference: context.reference))
    }

    @Sendable private func submit(_ action: RequestAction, _ request: Request, _ context: ServiceContext) async throws -> Response {
        let identity = try context.require()
        let id = try context.id("id", RequestID.self)
        let actor = Actor(identity, reference: context.reference)
        let typed = try await request.form(maximum: RequestForms.largestBody)
        do {
            let decision = try RequestDecision(action, typed.withoutFormKey.withoutSeen, rules: house.rules, today: house.clock.today)
            let scope = try await decide.scope(of: decision, on: id, for: identity, in: house.database)
            return try await context.idempotent(request, house.database, scope, key: typed.formKey) { transaction in
                guard let record = try await requests.find(id, locked: true, in: transaction) else { throw Problem.notFound() }
                try typed.checkSeen(record.version)
                let opened = try await decide(decision, on: record, asksAboutSimilar: true, by: actor, in: transaction)
                let place = opened.map { "/cases/\($0.id)" } ?? "/requests/\(id)"
                return renderer.redirect(to: place, notice: action.notice)
            }
        } catch let problem as Problem where problem.bringsFormBack {
            return try await page(request, context, failed: FailedForm(action: action, typed: typed, problem: problem))
        }
    }
}
