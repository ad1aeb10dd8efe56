import Database
import Foundation
import Models

/// The SQL of the secret addresses.
struct FeedStore: Sendable {
    private static let columns: SQL = "id, helper, organisation, made_at, read_at"

    /// The address of a helper that is in use; nil where there is none.
    func inUse(of helper: HelperID, in transaction: Transaction) async throws -> CalendarFeed? {
        try await transaction.first("select \(Self.columns) from calendar_feeds where helper = \(helper) and revoked_at is null")
    }

    /// The one of a secret; nil where it is none, or was revoked.
    func find(_ key: FeedKey, in transaction: Transaction) async throws -> CalendarFeed? {
        try await transaction.first("select \(Self.columns) from calendar_feeds where key_digest = \(key.digest) and revoked_at is null")
    }

    func insert(
        _ key: FeedKey, of helper: HelperID, _ organisation: OrganisationID, _ province: String, by actor: String, at now: Date,
        in transaction: Transaction
    ) -> UUID {
        let id = UUID.v7(at: now)
        transaction.later(
            """
            insert into calendar_feeds (id, helper, organisation, province, key_digest, made_by, made_at)
            values (\(id), \(helper), \(organisation), \(province), \(key.digest), \(actor), \(now))
            """)
        return id
    }

    /// Whether there was one in use.
    func revoke(of helper: HelperID, by actor: String, at now: Date, in transaction: Transaction) async throws -> CalendarFeed? {
        try await transaction.first(
            """
            update calendar_feeds
            set revoked_at = \(now), revoked_by = \(actor)
            where helper = \(helper) and revoked_at is null
            returning \(Self.columns)
            """)
    }

    /// That it was fetched; written down once an hour at most. Whether it was now.
    func markRead(_ id: UUID, at now: Date, in transaction: Transaction) async throws -> Bool {
        let hourAgo = now.addingTimeInterval(-3_600)
        return try await transaction.execute(
            "update calendar_feeds set read_at = \(now) where id = \(id) and (read_at is null or read_at <= \(hourAgo))") == 1
    }
}
