import Database
import Foundation
import Models

/// Shares the shards of a service's outbox among its copies, by locks that the database holds for as long as a copy's session lives: each shard
/// has one leader, and a dead copy's shards are free at once.
struct ShardLocks: Sendable {
    private let session: Session
    private let shards: Shards
    private let members: String
    private let prefix: String
    private var held: Set<Int> = []
    /// Given up, but with messages still in hand.
    private var leaving: Set<Int> = []

    init(_ service: ServiceName, session: Session, shards: Shards) {
        self.session = session
        self.shards = shards
        members = "relays:\(service.rawValue)"
        prefix = "relay:\(service.rawValue):"
    }

    /// Joins the copies; every one of them counts.
    func join() async throws {
        _ = try await session.rows("select pg_advisory_lock_shared(hashtextextended(\(members), 0))")
    }

    /// Takes back what is not given up yet and then free shards, up to this copy's share, and gives up those above it. Throws when the session, and with it every lock, is lost.
    ///
    /// - Returns: whether the shards changed.
    mutating func balance() async throws -> Bool {
        let copies = max(1, try await countMembers())
        let share = (Shards.count + copies - 1) / copies
        try await release()
        let surplus = held.subtracting(leaving).sorted().dropFirst(share)
        if !surplus.isEmpty {
            leaving.formUnion(surplus)
            shards.deactivate(Set(surplus))
            return true
        }
        let wanted = share - held.subtracting(leaving).count
        guard wanted > 0 else { return false }
        let kept = Set(leaving.sorted().prefix(wanted))
        leaving.subtract(kept)
        let taken = kept.count < wanted ? try await take(wanted - kept.count) : []
        held.formUnion(taken)
        shards.activate(kept.union(taken))
        return !(kept.isEmpty && taken.isEmpty)
    }

    private func countMembers() async throws -> Int {
        let rows = try await session.rows(
            """
            select count(*) as copies
            from pg_locks
            where locktype = 'advisory' and granted and mode = 'ShareLock' and objsubid = 1
                and database = (select oid from pg_database where datname = current_database())
                and (classid::bigint << 32) | objid::bigint = hashtextextended(\(members), 0)
            """)
        return try rows.first?.get("copies") ?? 0
    }

    /// Begins at a place of chance, so that copies that start together do not all reach for the same ones.
    private func take(_ wanted: Int) async throws -> Set<Int> {
        var taken: Set<Int> = []
        let first = Int.random(in: 0..<Shards.count)
        for shard in (0..<Shards.count).map({ ($0 + first) % Shards.count }) where !held.contains(shard) && taken.count < wanted {
            if try await session.tryLock(prefix + String(shard)) { taken.insert(shard) }
        }
        return taken
    }

    private mutating func release() async throws {
        for shard in shards.idle(leaving) {
            _ = try await session.rows("select pg_advisory_unlock(hashtextextended(\(prefix + String(shard)), 0))")
            leaving.remove(shard)
            held.remove(shard)
        }
    }
}
