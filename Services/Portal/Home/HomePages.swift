import Database
import Directory
import Foundation
import Hummingbird
import Models
import Pages
import Rules
import ServiceKit

/// `/`: for the public what legal aid is and how to ask for it, for the others what their role works with.
struct HomePages: Sendable {
    let house: House
    let renderer: PageRenderer
    let directory: Directory
    let isDemonstration: Bool

    func add(to router: Router<ServiceContext>) {
        router.get("/", use: home)
        StyleguidePages(house: house, renderer: renderer, isOpen: isDemonstration).add(to: router)
    }

    @Sendable private func home(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let t = renderer.sentences(context.language)
        guard let identity = context.identity else {
            return try renderer.page(
                "portal-welcome", WelcomePage(t, rules: house.rules, today: house.clock.today), title: "site_name", request, context)
        }
        let organisation = try await house.database.transaction(identity.scope) { transaction in
            if let id = identity.organisation { try await directory.organisation(id, in: transaction) } else { Organisation?.none }
        }
        let place = organisation?.title ?? identity.province.flatMap { house.rules.provinces[$0]?.name.text(context.language.rawValue) }
        return try renderer.page("portal-home", HomePage(identity, place: place, t), title: "site_name", request, context)
    }
}
