import Database
import Hummingbird
import Models
import Pages
import ServiceKit

/// The pages of alerts: the list, and the panel of a case.
struct AlertPages: Sendable {
    let database: Database
    let renderer: PageRenderer
    let desk: AlertDesk

    func add(to router: Router<ServiceContext>) {
        router.get("/alerts", use: list)
        router.get("/home/alerts", use: home)
        router.get("/cases/{id}/alerts", use: panel)
        router.post("/alerts/{id}/acknowledgement", use: acknowledge)
    }

    @Sendable private func list(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let identity = try context.require()
        let reader = FieldReader(try request.queryTree(), ignoring: ["notice"])
        let filter = AlertFilter(reader)
        let page = reader.page(keys: 1)
        try reader.finish()
        let found = try await desk.list(filter, page, for: identity, reference: context.reference)
        let model = AlertListPage(found, filter: filter, page: page, t: renderer.sentences(context.language))
        return try renderer.panel("notifications-alerts", model, title: "alerts_title", request, context)
    }

    @Sendable private func home(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let found = try await desk.unseen(limit: 6, for: try context.require(), reference: context.reference)
        let overview = AlertsOverview(t: renderer.sentences(context.language)).overview(open: found.open, newest: found.newest)
        return try renderer.panel("overview", overview, title: "home_alerts", request, context)
    }

    @Sendable private func panel(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let identity = try context.require()
        let id = try context.id("id", CaseID.self)
        return try await renderer.panel(of: id, at: desk.clock.now, request, context) {
            let found = try await desk.view(id, for: identity, reference: context.reference)
            let model = CaseAlertsPanel(
                found, mayAcknowledge: identity.may(.acknowledgeAlerts), t: renderer.sentences(context.language))
            return try renderer.panel("notifications-case-alerts", model, title: "alerts_panel_title", request, context)
        }
    }

    @Sendable private func acknowledge(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let identity = try context.require()
        let id = try context.id("id", AlertID.self)
        let scope = try await desk.scope(for: id, of: identity)
        let alert = try await database.transaction(scope) { transaction in
            try await desk.acknowledge(id, by: identity, reference: context.reference, version: { _ in }, in: transaction)
        }
        return renderer.redirect(to: "/cases/\(alert.case)", notice: "notice_alert_acknowledged")
    }
}
