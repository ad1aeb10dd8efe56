import Database
import Foundation
import Models

/// Reads what is pending, on a session of its own: one statement a look, planned once.
///
/// Left to itself the server would plan it anew each time, which takes several times as long as the look; a plan that is made once must be right
/// for the empty table and for the full one, and so is told to go by the index.
struct OutboxReader: Sendable {
    /// What is to be read.
    struct Wanted: Sendable {
        let floor: ReadingFloor
        let shards: Set<Int>
        /// In hand already.
        let positions: [Int]
        /// Held back.
        let aggregates: [UUID]
        let limit: Int
    }

    private let session: Session

    init(_ session: Session) async throws {
        self.session = session
        try await session.script(
            """
            set app.scope = 'service';
            set plan_cache_mode = force_generic_plan;
            set enable_seqscan = off;
            set enable_bitmapscan = off;
            set enable_sort = off
            """)
    }

    /// The oldest messages not yet confirmed, in the order they were written. One round trip.
    func pending(_ wanted: Wanted) async throws -> [OutboxRow] {
        try await session.rows(Self.query(wanted)).map { try OutboxRow($0) }
    }

    // `not in (select …)` is looked up in a table of hashes; `<> all` of a value bound to a plan made once would be compared one by one.
    static func query(_ wanted: Wanted) -> SQL {
        let shards: SQL = wanted.shards.count == Shards.count ? "" : "and uuid_hash(aggregate) & 7 = any (\(Array(wanted.shards)))"
        return """
            select \(OutboxRow.columns)
            from outbox
            where confirmed_at is null and position > \(wanted.floor.position) and id >= \(wanted.floor.id) \(shards)
                and position not in (select unnest(\(wanted.positions)))
                and aggregate not in (select unnest(\(wanted.aggregates)))
            order by position
            limit \(wanted.limit)
            """
    }
}
