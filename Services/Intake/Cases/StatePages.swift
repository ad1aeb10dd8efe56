import Database
import Directory
import Foundation
import HTTPTypes
import Hummingbird
import Models
import Pages
import Rules
import ServiceKit

/// `/cases/{id}/state`: where a case stands, how it came there, and what may be decided from here by whoever may.
struct StatePages: Sendable {
    let house: House
    let renderer: PageRenderer
    let desk: StateDesk

    func add(to router: Router<ServiceContext>) {
        router.get("/cases/{id}/state") { request, context in try await page(request, context, failed: nil) }
        for action in StateDesk.decisions {
            router.post(RouterPath("/cases/{id}/\(action.path)")) { request, context in try await submit(action, request, context) }
        }
    }

    private func page(_ request: Request, _ context: ServiceContext, failed: FailedForm<CaseAction>?) async throws -> Response {
        let identity = try context.require()
        let seen = try await desk.look(context)
        let t = renderer.sentences(context.language)
        let model = StatePage(
            seen: seen, rules: house.rules, today: house.clock.today, identity: identity,
            hasMoved: failed?.hasMoved ?? false, forms: FailedForm.forms(of: StateDesk.decisions, failed: failed, t), t: t)
        return try renderer.page(
            "intake-state", model, title: .text(t("state_title_of", ["code": seen.record.code])), request, context,
            status: failed?.problem.status ?? .ok)
    }

    private func submit(_ action: CaseAction, _ request: Request, _ context: ServiceContext) async throws -> Response {
        let typed = try await request.form(maximum: 65_536)
        do {
            return try await desk.change(action, request, context, key: typed.formKey) { change in
                try typed.checkSeen(change.record.version)
                try await desk.decide(action, typed.withoutFormKey.withoutSeen.joiningDates, for: change)
                return renderer.redirect(to: "/cases/\(change.record.id)/state", notice: "notice_case_\(action.rawValue)")
            }
        } catch let problem as Problem where problem.bringsFormBack {
            return try await page(request, context, failed: FailedForm(action: action, typed: typed, problem: problem))
        }
    }
}
