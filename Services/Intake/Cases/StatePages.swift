import Database
import Directory
import Foundation
import HTTPTypes
import Hummingbird
import Models
import Pages
import Rules
import ServiceKit

/// `/cases/{id}/state`: where a case stands, how it came there, and what may be decided from here by whoever leads.
struct StatePages: Sendable {
    let house: House
    let renderer: PageRenderer
    let desk: StateDesk

    /// A form that was sent and could not be taken.
    private struct Failed {
        let action: CaseAction
        let typed: JSONValue
        let problem: Problem
    }

    /// The sentence that says that it is done.
    private static let notices: [CaseAction: String] = [
        .suspend: "notice_case_suspend", .resume: "notice_case_resume", .transfer: "notice_case_transfer", .archive: "notice_case_archive",
        .reopen: "notice_case_reopen",
    ]

    func add(to router: Router<ServiceContext>) {
        router.get("/cases/{id}/state") { request, context in try await page(request, context, failed: nil) }
        for action in MoveCase.actions {
            router.post(RouterPath("/cases/{id}/\(action.path)")) { request, context in try await submit(action, request, context) }
        }
    }

    private func page(_ request: Request, _ context: ServiceContext, failed: Failed?) async throws -> Response {
        let identity = try context.require()
        let seen = try await desk.look(context)
        let t = renderer.sentences(context.language)
        var forms = MoveCase.actions.reduce(into: [CaseAction: Form]()) { $0[$1] = Form(t) }
        if let failed { forms[failed.action] = Form(t, values: failed.typed, errors: failed.problem.errors) }
        let model = StatePage(
            seen: seen, rules: house.rules, today: house.clock.today, identity: identity,
            hasMoved: failed?.problem.status == .preconditionFailed, forms: forms, t: t)
        return try renderer.page(
            "intake-state", model, title: .text(t("state_title_of", ["code": seen.record.code])), request, context,
            status: failed?.problem.status ?? .ok)
    }

    private func submit(_ action: CaseAction, _ request: Request, _ context: ServiceContext) async throws -> Response {
        let typed = try await request.form(maximum: 65_536)
        do {
            return try await desk.change(action, request, context, key: typed.formKey) { record, actor, transaction in
                try typed.checkSeen(record.version)
                try await desk.move(action, typed.withoutFormKey.withoutSeen.joiningDates, on: record, by: actor, in: transaction)
                return renderer.redirect(to: "/cases/\(record.id)/state", notice: Self.notices[action, default: "notice_case_stopped"])
            }
        } catch let problem as Problem where !problem.errors.isEmpty || problem.status == .preconditionFailed {
            return try await page(request, context, failed: Failed(action: action, typed: typed, problem: problem))
        }
    }
}
