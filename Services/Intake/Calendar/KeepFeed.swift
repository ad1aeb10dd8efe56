import Database
import Directory
import Foundation
import Models
import Outbox
import ServiceKit

/// Makes the secret address of a helper's calendar, and takes it back.
struct KeepFeed: Sendable {
    let clock: WallClock
    let feeds: FeedStore
    let directory: Directory

    /// A new address in place of the one that was in use. Throws 404 for whoever is no helper.
    func make(for identity: Identity, by actor: Actor, in transaction: Transaction) async throws -> FeedKey {
        guard let helper = identity.helper, let organisation = identity.organisation,
            let province = try await directory.organisation(organisation, in: transaction)?.province
        else { throw Problem.notFound() }
        let now = clock.now
        _ = try await feeds.revoke(of: helper, by: actor.name, at: now, in: transaction)
        let key = FeedKey.new()
        let id = feeds.insert(key, of: helper, organisation, province, by: actor.name, at: now, in: transaction)
        try transaction.audit(
            actor.entry("calendar.feed-made", "helper", helper.uuid, organisation, details: ["feed": id.text]), at: now)
        return key
    }

    /// Takes it back; nothing happens where there is none within the scope.
    func revoke(of helper: HelperID, by actor: Actor, in transaction: Transaction) async throws {
        let now = clock.now
        guard let feed = try await feeds.revoke(of: helper, by: actor.name, at: now, in: transaction) else { return }
        try transaction.audit(
            actor.entry("calendar.feed-revoked", "helper", helper.uuid, feed.organisation, details: ["feed": feed.id.text]), at: now)
    }
}
