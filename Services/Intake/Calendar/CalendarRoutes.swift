import Crypto
import Database
import Foundation
import HTTPTypes
import Hummingbird
import Models
import NIOCore
import Outbox
import Pages
import ServiceKit

/// The JSON API of calendars, and the file that calendar programs fetch by its secret address.
struct CalendarRoutes: Sendable {
    /// What a calendar program sees of the past.
    private static let past = 90

    let house: House
    let renderer: PageRenderer
    let calendar: CalendarDesk
    let feeds: FeedStore
    let former: FormerHelperStore
    let keep: KeepFeed

    func add(to router: Router<ServiceContext>) {
        router.get("/api/v1/calendar", use: list)
        router.post("/api/v1/calendar/feed", use: make)
        router.delete("/api/v1/calendar/feed", use: revoke)
        router.get("/calendar/feed.ics", use: file)
    }

    @Sendable private func list(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let identity = try context.require()
        let reader = FieldReader(try request.queryTree())
        let month = CalendarMonth(of: house.clock.today)
        let from = reader.optionalDate("from") ?? month.first
        let to = reader.optionalDate("to") ?? max(from, month.last)
        let helper = reader.optionalID("helper", HelperID.self)
        let page = reader.page(keys: 2)
        if to < from || to.dayNumber - from.dayNumber > 366 {
            reader.fail("to", code: "bad_span", vi: "Từ một ngày đến một năm.", en: "One day to a year.")
        }
        try reader.finish()
        let after = page.after.flatMap { cursor in
            cursor.instant(at: 0).flatMap { at in HearingID(cursor.keys[1]).map { (at: at, id: $0) } }
        }
        let filter = CalendarFilter(from: from, to: to, helper: try calendar.helper(helper, for: identity))
        let found = try await calendar.list(
            filter, PageBounds(limit: page.limit + 1, after: after), for: identity, by: Actor(identity, reference: context.reference))
        return try .json(
            Page(found.map { HearingView($0, house.rules) }, page) { Cursor(Cursor.key($0.startsAt), $0.id.description) })
    }

    /// Not kept with an `Idempotency-Key`: the secret would lie beside it. A repeat makes a new address, and the one before ends.
    @Sendable private func make(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let identity = try context.require()
        let actor = Actor(identity, reference: context.reference)
        let key = try await house.database.transaction(identity.scope) { try await keep.make(for: identity, by: actor, in: $0) }
        return try .json(["address": Self.address(of: key, house)], status: .created)
    }

    @Sendable private func revoke(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let identity = try context.require()
        let helper = try Self.subject(try request.queryTree(), for: identity)
        let actor = Actor(identity, reference: context.reference)
        try await house.database.transaction(identity.scope) { try await keep.revoke(of: helper, by: actor, in: $0) }
        return Response(status: .noContent)
    }

    /// Whose address is to be taken back: a helper's own, or the one that is named. Throws 422 where none is.
    static func subject(_ fields: JSONValue, for identity: Identity) throws -> HelperID {
        let reader = FieldReader(fields)
        if identity.reach(.revokeCalendarFeeds) == .own {
            _ = reader.optionalID("helper", HelperID.self)
            try reader.finish()
            guard let own = identity.helper else { throw Problem.notFound() }
            return own
        }
        let helper = reader.id("helper", HelperID.self)
        try reader.finish()
        return helper
    }

    /// The address that a calendar program is given. The secret stands in the query, which no log of ours keeps.
    static func address(of key: FeedKey, _ house: House) -> String { house.configuration.publicURL + "/calendar/feed.ics?key=" + key.text }

    /// Open to whoever has the address; 404 for any other.
    @Sendable private func file(_ request: Request, _ context: ServiceContext) async throws -> Response {
        guard let text = try request.queryTree()["key"]?.text, text.wholeMatch(of: /[0-9a-f]{64}/) != nil else { throw Problem.notFound() }
        let now = house.clock.now
        let feed = try await house.database.transaction(.service) { transaction in
            guard let feed = try await feeds.find(FeedKey(text: text), in: transaction) else { return CalendarFeed?.none }
            // Programs fetch it all day: the trail has one line an hour.
            if try await feeds.markRead(feed.id, at: now, in: transaction) {
                let actor = Actor.calendar(feed.id, reference: context.reference)
                try transaction.audit(
                    actor.entry("calendar.feed-read", "helper", feed.helper.uuid, feed.organisation, details: ["feed": feed.id.text]),
                    at: now)
            }
            return feed
        }
        guard let feed else { throw Problem.notFound() }
        let today = LegalDate(now)
        let filter = CalendarFilter(from: today.adding(days: -Self.past), to: today.adding(days: 3 * 366), helper: feed.helper)
        let scope = Scope.organisations([feed.organisation])
        let (found, released, changes) = try await house.database.transaction(scope) { transaction in
            (
                try await calendar.hearings.list(filter, PageBounds(limit: 5_000), within: scope, in: transaction),
                try await former.released(from: feed.helper, since: today.adding(days: -Self.past).start, in: transaction),
                try await former.changes(of: feed.helper, in: transaction)
            )
        }
        let file = CalendarFile(
            hearings: found, released: released, moves: changes, rules: house.rules, t: renderer.sentences(context.language),
            publicURL: house.configuration.publicURL)
        return Self.answer(file.text, to: request)
    }

    private static func answer(_ text: String, to request: Request) -> Response {
        let etag = ETag(sha256: SHA256.hash(data: Data(text.utf8)).hexadecimal)
        var headers: HTTPFields = [.eTag: etag.description, .cacheControl: "private, no-cache"]
        if request.alreadyHas(etag) { return Response(status: .notModified, headers: headers) }
        headers[.contentType] = "text/calendar; charset=utf-8"
        headers[.contentDisposition] = "attachment; filename=\"calendar.ics\""
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }
}
