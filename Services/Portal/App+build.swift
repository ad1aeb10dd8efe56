import Database
import Directory
import Foundation
import Hummingbird
import Logging
import Messaging
import Models
import Outbox
import Pages
import ServiceKit

extension App {
    /// Wires the service: stores → operations → pages, handlers.
    static func build(_ house: House) async throws -> Parts {
        let directory = Directory()
        let accounts = AccountStore()
        let journal = JournalStore(clock: house.clock)
        let sessions = Sessions(database: house.database, accounts: accounts)
        let signIn = SignIn(
            database: house.database, accounts: accounts, sessions: sessions, throttle: SignInThrottle(database: house.database),
            hasher: PasswordHasher(), clock: house.clock)
        let signOut = SignOut(
            database: house.database, sessions: sessions, outbox: house.outbox, revocations: house.tokens.revocations, clock: house.clock)
        let signer = try await TokenSigner(privateKeyPEM: house.configuration.tokenPrivateKeyPEM())
        let cookies = Cookies(signer: signer, isSecure: house.configuration.publicURL.hasPrefix("https:"))

        let templates = Bundle.module.url(forResource: "Templates", withExtension: nil)
        let renderer = try PageRenderer(templates: templates.map { [$0] } ?? [])
        let signInPages = SignInPages(renderer: renderer, signIn: signIn, signOut: signOut, sessions: sessions, cookies: cookies)
        let homePages = HomePages(house: house, renderer: renderer, directory: directory)
        let services = ServiceAddresses(house.configuration.value(.systemServices) ?? "")
        let systemPages = SystemPages(house: house, renderer: renderer, journal: journal, services: services)
        let parkedPages = ParkedPages(renderer: renderer, desk: ParkedDesk(services: services, signer: signer))
        let documents = try APIDocuments()
        return Parts(
            routes: { router in
                renderer.files.addRoutes(to: router)
                signInPages.add(to: router)
                homePages.add(to: router)
                systemPages.add(to: router)
                parkedPages.add(to: router)
                RightRoutes().add(to: router)
                documents.add(to: router)
            },
            handlers: JournalHandlers.all(journal, directory: directory),
            problemPage: { problem, request, context in try renderer.problem(problem, request, context) },
            openPaths: ["/sign-in", "/sign-out", "/session/", "/static/", "/styleguide", "/api/"])
    }
}
