import Database
import Foundation
import Models
import Outbox
import Rules
import ServiceKit

/// Fetches calendars for whoever asks: a helper's own, everybody else's what their scope holds; each look audited.
struct CalendarDesk: Sendable {
    /// Of a page; a month of a large centre has some hundreds.
    static let most = 500

    let house: House
    let hearings: HearingStore
    let store: CalendarStore
    let feeds: FeedStore

    /// All that a page shows.
    struct Month: Sendable {
        let hearings: [Hearing]
        let steps: [NextStep]
        /// What comes next, from now on.
        let coming: [Hearing]
        let late: [NextStep]
        /// To choose from; none where the scope is larger than an organisation.
        let helpers: [CaseHelper]
        /// The address in use; nil where there is none, or none of one helper was asked for.
        let feed: CalendarFeed?
    }

    /// Whose calendar an identity gets who asked for `helper`'s.
    func helper(_ helper: HelperID?, for identity: Identity) throws -> HelperID? {
        guard identity.reach(.readCases) == .own else { return helper }
        guard let own = identity.helper else { throw Problem.notFound() }
        return own
    }

    func month(_ month: CalendarMonth, of helper: HelperID?, for identity: Identity, by actor: Actor) async throws -> Month {
        let (scope, now) = (identity.scope, house.clock.now)
        let today = LegalDate(now)
        let filter = CalendarFilter(from: month.first, to: month.last, helper: helper)
        let ahead = CalendarFilter(from: today, to: today.adding(days: 60), helper: helper)
        return try await house.database.transaction(scope) { transaction in
            try audit(of: helper, by: actor, identity, at: now, in: transaction)
            let coming = try await hearings.list(ahead, PageBounds(limit: 50), within: scope, in: transaction)
            return Month(
                hearings: try await hearings.list(filter, PageBounds(limit: Self.most), within: scope, in: transaction),
                steps: try await store.steps(filter, limit: Self.most, within: scope, in: transaction),
                coming: Array(coming.filter { $0.state == .scheduled && ($0.endsAt ?? $0.startsAt) >= now }.prefix(8)),
                late: try await store.late(on: today, of: helper, limit: 20, within: scope, in: transaction),
                helpers: identity.reach(.readCases) == .organisation ? try await store.helpers(within: scope, in: transaction) : [],
                feed: try await helper.asyncMap { try await feeds.inUse(of: $0, in: transaction) } ?? nil)
        }
    }

    func list(_ filter: CalendarFilter, _ page: PageBounds, for identity: Identity, by actor: Actor) async throws -> [Hearing] {
        try await house.database.transaction(identity.scope) { transaction in
            try audit(of: filter.helper, by: actor, identity, at: house.clock.now, in: transaction)
            return try await hearings.list(filter, page, within: identity.scope, in: transaction)
        }
    }

    private func audit(of helper: HelperID?, by actor: Actor, _ identity: Identity, at now: Date, in transaction: Transaction) throws {
        try transaction.audit(actor.entry("calendar.viewed", "helper", helper?.uuid, identity.organisation), at: now)
    }
}
