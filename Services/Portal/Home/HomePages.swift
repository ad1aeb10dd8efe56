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
    let keys: ProgramKeyStore
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
        let (organisation, ending) = try await house.database.transaction(identity.scope) { transaction in
            let ending = identity.may(.keepAccounts) ? try await keys.countEnding(at: house.clock.now, in: transaction) : 0
            guard let id = identity.organisation else { return (Organisation?.none, ending) }
            return (try await directory.organisation(id, in: transaction), ending)
        }
        let place = organisation?.title ?? identity.province.flatMap { house.rules.provinces[$0]?.name.text(context.language.rawValue) }
        return try renderer.page(
            "portal-home", HomePage(identity, place: place, endingKeys: ending, t), title: "site_name", request, context)
    }
}
