import Database
import Directory
import Foundation
import Hummingbird
import Logging
import Messaging
import Models
import Outbox
import Pages
import Rules
import ServiceKit
import SheetImports

extension App {
    /// Wires the service: stores → operations → pages, handlers.
    static func build(_ house: House) async throws -> Parts {
        let directory = Directory()
        let accounts = AccountStore()
        let journal = JournalStore(clock: house.clock)
        let helpers = HelperStore()
        let sessions = Sessions(database: house.database, accounts: accounts)
        let throttle = SignInThrottle(database: house.database)
        let hasher = PasswordHasher()
        let privateKey = try house.configuration.tokenPrivateKeyPEM()
        let box = SecretBox(secrets: try house.configuration.sealingSecrets())
        let secondFactor = SecondFactor(
            box: box, isEnforced: house.configuration.value(.secondFactor) != "offered")
        let links = IssueLink(accounts: accounts, outbox: house.outbox, clock: house.clock)
        let keep = KeepAccount(
            accounts: accounts, helpers: helpers, directory: directory, sessions: sessions,
            waysIn: WaysIn(accounts: accounts, persons: ConnectedPersons(), clock: house.clock), links: links,
            tell: TellAccount(accounts: accounts, outbox: house.outbox, clock: house.clock), outbox: house.outbox, clock: house.clock)
        let choose = ChoosePassword(
            database: house.database, accounts: accounts, sessions: sessions, links: links, rules: try PasswordRules(house.configuration),
            secondFactor: secondFactor, hasher: hasher, throttle: throttle, outbox: house.outbox, clock: house.clock)
        let browsers = KnownBrowsers(box: box, clock: house.clock)
        let forgotten = ForgottenPassword(
            database: house.database, accounts: accounts, links: links, throttle: throttle, browsers: browsers)
        let places = SignInPlaces(clock: house.clock)
        let pending = PendingSignIns(accounts: accounts)
        let strangers = StrangerLines(places: places, clock: house.clock)
        let signIn = SignIn(
            database: house.database, accounts: accounts, sessions: sessions, throttle: throttle, hasher: hasher,
            pending: pending, secondFactor: secondFactor, browsers: browsers, strangers: strangers,
            places: places, clock: house.clock)
        let signOut = SignOut(
            database: house.database, accounts: accounts, sessions: sessions, outbox: house.outbox, revocations: house.tokens.revocations,
            clock: house.clock)
        let publicURL = house.configuration.publicURL
        let openID = try OpenIDSettings.read(house.configuration).map {
            OpenIDSignIn(
                provider: OpenIDProvider($0, returnAddress: publicURL + "/sign-in/provider/return"), database: house.database,
                accounts: accounts, persons: ConnectedPersons(), signIn: signIn, clock: house.clock)
        }
        let signer = try await TokenSigner(privateKeyPEM: privateKey)
        let cookies = Cookies(signer: signer, isSecure: publicURL.hasPrefix("https:"))

        let templates = Bundle.module.url(forResource: "Templates", withExtension: nil)
        let renderer = try PageRenderer(templates: templates.map { [$0] } ?? [])
        let confirmation = Confirmation(
            database: house.database, renderer: renderer, accounts: accounts, sessions: sessions, secondFactor: secondFactor,
            choose: choose,
            places: places, clock: house.clock)
        let confirmationPages = ConfirmationPages(renderer: renderer, confirmation: confirmation)
        let answers = SignInAnswers(renderer: renderer, cookies: cookies)
        let signInPages = SignInPages(
            renderer: renderer, signIn: signIn, signOut: signOut, sessions: sessions, cookies: cookies, answers: answers,
            provider: openID?.provider.settings.name)
        let openIDPages = OpenIDPages(
            renderer: renderer, openID: openID, answers: answers, sessions: sessions, signOut: signOut, choose: choose, cookies: cookies,
            box: box, confirmation: confirmation)
        let issuer = "Cầu Nối"
        let secondStepPages = SecondStepPages(renderer: renderer, signIn: signIn, cookies: cookies, issuer: issuer)
        let linkPages = LinkPages(renderer: renderer, choose: choose, forgotten: forgotten, secondFactor: secondFactor, cookies: cookies)
        let own = OwnAccount(
            database: house.database, accounts: accounts, sessions: sessions, outbox: house.outbox, clock: house.clock)
        let ownPages = OwnAccountPages(
            database: house.database, renderer: renderer, accounts: accounts, sessions: sessions, own: own, secondFactor: secondFactor,
            openID: openID, choose: choose, keep: keep, cookies: cookies, issuer: issuer, confirmation: confirmation, places: places,
            clock: house.clock)
        let accountPlaces = AccountPlaces(database: house.database, directory: directory, helpers: helpers)
        let accountDesk = AccountDesk(house: house, accounts: accounts)
        let accountPages = AccountPages(
            house: house, renderer: renderer, accounts: accounts, helpers: helpers, directory: directory, places: accountPlaces,
            sessions: sessions, desk: accountDesk, keep: keep, confirmation: confirmation)
        let imports = KeepSheets(
            AccountImport(
                accounts: accounts, helpers: helpers, places: accountPlaces, keep: keep, roles: RoleWords(renderer),
                provinces: house.rules.provinces),
            database: house.database, clock: house.clock)
        let importPages = SheetPages(imports, renderer) { confirmation.guarding($0) }
        let keys = KeepProgramKeys(house: house, store: ProgramKeyStore(), directory: directory)
        let keyPages = ProgramKeyPages(
            house: house, renderer: renderer, keys: keys, places: accountPlaces, confirmation: confirmation, publicURL: publicURL)
        let keyRoutes = ProgramKeyRoutes(keys: keys, confirmation: confirmation)
        let keyTokens = KeyTokenRoutes(
            exchange: ExchangeKey(
                database: house.database, store: ProgramKeyStore(), directory: directory, signer: signer, strangers: strangers,
                places: places,
                clock: house.clock))
        let trail = TrailStore()
        let trailPages = TrailPages(house: house, renderer: renderer, trail: trail, places: places)
        let retention = TrailRetention(
            database: house.database, signer: signer, clock: house.clock, begins: house.rules.auditTrailBegins)
        let sealer = TrailSealer(
            database: house.database, trail: trail, retention: retention, signer: signer,
            exporter: TrailExport(
                database: house.database, trail: trail, retention: retention, folder: house.configuration.data.appending(path: "audit"),
                logger: house.logger),
            clock: house.clock, logger: house.logger)
        let homePages = HomePages(
            house: house, renderer: renderer, directory: directory, keys: ProgramKeyStore(),
            isDemonstration: try house.configuration.isDemonstration())
        let services = ServiceAddresses(house.configuration.value(.systemServices) ?? "")
        let systemPages = SystemPages(house: house, renderer: renderer, journal: journal, services: services)
        let parkedPages = ParkedPages(renderer: renderer, desk: ParkedDesk(services: services, signer: signer))
        let documents = try APIDocuments()
        let accountRoutes = AccountRoutes(
            house: house, accounts: accounts, helpers: helpers, sessions: sessions, desk: accountDesk, keep: keep,
            confirmation: confirmation)
        let ownRoutes = OwnAccountRoutes(house: house, accounts: accounts, own: own, keep: keep, confirmation: confirmation)
        let importRoutes = SheetRoutes(imports, renderer) { confirmation.guardingCall($0) }
        let tokenRoutes = TokenRoutes(house: house, tokens: IssuedTokens(house: house, directory: directory))
        return Parts(
            routes: { router in
                renderer.files.addRoutes(to: router)
                signInPages.add(to: router)
                secondStepPages.add(to: router)
                openIDPages.add(to: router)
                confirmationPages.add(to: router)
                linkPages.add(to: router)
                ownPages.add(to: router)
                accountPages.add(to: router)
                importPages.add(to: router)
                accountRoutes.add(to: router)
                ownRoutes.add(to: router)
                importRoutes.add(to: router)
                tokenRoutes.add(to: router)
                keyPages.add(to: router)
                keyRoutes.add(to: router)
                keyTokens.add(to: router)
                trailPages.add(to: router)
                homePages.add(to: router)
                systemPages.add(to: router)
                parkedPages.add(to: router)
                RightRoutes().add(to: router)
                documents.add(to: router)
            },
            handlers: AuditRecordedHandlers.all(trail)
                + JournalHandlers.all(
                    journal, directory: directory, helpers: FollowHelper(helpers: helpers, keep: keep)),
            services: [sealer],
            problemPage: { problem, request, context in try renderer.problem(problem, request, context) },
            openPaths: [
                "/sign-in", "/sign-in/", "/sign-out", "/forgotten", "/account/link", "/session/", "/static/", "/styleguide", "/styleguide/",
                "/api/",
            ],
            credentialPaths: [KeyTokenRoutes.path],
            sweeps: [
                places.sweep, strangers.sweep, sessions.sweep, pending.sweep, throttle.sweep, links.sweep, AccountImport.tables.sweep,
            ],
            renewal: signInPages.renewal)
    }
}
