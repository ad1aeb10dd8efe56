import Database
import Hummingbird
import Models
import Pages
import ServiceKit

/// `/calendar`: a month of hearings and next steps, of a helper or of a centre; and the secret address of a helper's own.
struct CalendarPages: Sendable {
    let house: House
    let renderer: PageRenderer
    let calendar: CalendarDesk
    let keep: KeepFeed

    func add(to router: Router<ServiceContext>) {
        router.get("/calendar", use: show)
        router.post("/calendar/feed", use: make)
        router.post("/calendar/feed/revocation", use: revoke)
    }

    @Sendable private func show(_ request: Request, _ context: ServiceContext) async throws -> Response {
        try await page(request, context, made: nil)
    }

    private func page(_ request: Request, _ context: ServiceContext, made key: FeedKey?) async throws -> Response {
        let identity = try context.require()
        let tree = try request.queryTree()
        let reader = FieldReader(tree, ignoring: ["notice"])
        let month = reader.optionalString("month", in: 7...7).flatMap { CalendarMonth($0) } ?? CalendarMonth(of: house.clock.today)
        let helper = try calendar.helper(reader.optionalID("helper", HelperID.self), for: identity)
        try reader.finish()
        let found = try await calendar.month(month, of: helper, for: identity, by: Actor(identity, reference: context.reference))
        let t = renderer.sentences(context.language)
        let isOwn = identity.reach(.readCases) == .own
        let model = CalendarPage(
            month: month, found: found, rules: house.rules, now: house.clock.now, helper: isOwn ? nil : helper, showsHelper: !isOwn,
            maySubscribe: identity.may(.subscribeCalendar),
            mayRevoke: found.feed != nil && identity.may(.revokeCalendarFeeds),
            newAddress: key.map { CalendarRoutes.address(of: $0, house) },
            form: Form(t, values: tree))
        return try renderer.page("intake-calendar", model, title: "calendar_title", context: PageContext(request, context))
    }

    /// Answers with the page itself: the address is shown this once.
    @Sendable private func make(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let identity = try context.require()
        let actor = Actor(identity, reference: context.reference)
        let key = try await house.database.transaction(identity.scope) { try await keep.make(for: identity, by: actor, in: $0) }
        return try await page(request, context, made: key)
    }

    @Sendable private func revoke(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let identity = try context.require()
        let helper = try CalendarRoutes.subject(try await request.form(maximum: 4_096), for: identity)
        let actor = Actor(identity, reference: context.reference)
        try await house.database.transaction(identity.scope) { try await keep.revoke(of: helper, by: actor, in: $0) }
        let isOwn = identity.reach(.revokeCalendarFeeds) == .own
        return renderer.redirect(
            to: Address.of("/calendar", ("helper", isOwn ? nil : helper.description)), notice: "notice_calendar_feed_revoked")
    }
}
