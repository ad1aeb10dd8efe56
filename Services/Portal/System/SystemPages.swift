import Database
import Foundation
import Hummingbird
import Models
import Pages
import ServiceKit

/// `/system`: how the parts are, and what the journal has heard in the last day; for those who run the system.
struct SystemPages: Sendable {
    let house: House
    let renderer: PageRenderer
    let journal: JournalStore
    let services: ServiceAddresses

    func add(to router: Router<ServiceContext>) {
        router.get("/system", use: show)
        router.get("/home/system", use: home)
    }

    @Sendable private func home(_ request: Request, _ context: ServiceContext) async throws -> Response {
        try context.require()
        let overview = SystemOverview(t: renderer.sentences(context.language)).overview(await ServiceHealth.ask(services))
        return try renderer.panel("overview", overview, title: "home_system", request, context)
    }

    @Sendable private func show(_ request: Request, _ context: ServiceContext) async throws -> Response {
        try context.require()
        async let health = ServiceHealth.ask(services)
        let now = house.clock.now
        let heard = try await house.database.transaction(.service) { try await journal.overview(at: now, in: $0) }
        let model = SystemPage(await health, heard: heard, renderer.sentences(context.language))
        return try renderer.page("portal-system", model, title: "system_title", request, context)
    }
}
