import Database
import Foundation
import Models

/// The SQL of the day seals.
enum SealStore {
    /// What a day holds of one organisation.
    struct Sealed: RowDecodable, Equatable {
        let organisation: OrganisationID
        let events: Int
        let sha256: String

        init(_ row: Row) throws {
            organisation = try row.get("organisation")
            events = try row.get("events")
            sha256 = try row.get("sha256")
        }
    }

    /// The first day that is not sealed; nil where nothing was ever written.
    static func firstUnsealed(in transaction: Transaction) async throws -> LegalDate? {
        let last = try await transaction.value("select max(day) from sealed_days", as: LegalDate?.self) ?? nil
        let oldest = try await transaction.value("select id from outbox order by id limit 1", as: UUID.self)
        guard let first = oldest?.instant.map(LegalDate.init) else { return nil }
        return last.map { max($0.adding(days: 1), first) } ?? first
    }

    /// Whether a message of `day` waits to be confirmed.
    static func isOpen(_ day: LegalDate, in transaction: Transaction) async throws -> Bool {
        try await transaction.value(
            """
            select exists (
                select from outbox where confirmed_at is null and id >= \(UUID.first(at: day.start)) and id < \(UUID.first(at: day.end)))
            """, as: Bool.self) ?? true
    }

    /// What `day` holds, by organisation.
    static func content(of day: LegalDate, in transaction: Transaction) async throws -> [Sealed] {
        try await transaction.all(
            """
            select organisation, count(*) as events,
                encode(sha256(convert_to(string_agg(id::text || chr(10), '' order by id), 'UTF8')), 'hex') as sha256
            from (
                select id, (body::jsonb ->> 'organisation')::uuid as organisation
                from outbox
                where id >= \(UUID.first(at: day.start)) and id < \(UUID.first(at: day.end)) and name not like '%.day-sealed.v1'
            ) as sent
            where organisation is not null
            group by organisation
            order by organisation
            """)
    }

    /// False where another copy of the service has sealed it.
    static func claim(_ day: LegalDate, at now: Date, in transaction: Transaction) async throws -> Bool {
        try await transaction.execute("insert into sealed_days (day, sealed_at) values (\(day), \(now)) on conflict do nothing") == 1
    }

    static func keep(_ sealed: [Sealed], of day: LegalDate, in transaction: Transaction) {
        transaction.later(
            """
            insert into seals (day, organisation, events, sha256)
            select \(day), organisation, events, sha256
            from unnest(\(sealed.map(\.organisation)), \(sealed.map(\.events)), \(sealed.map(\.sha256))) as told (organisation, events, sha256)
            """)
    }

    /// The organisations of `day` whose seal does not fit what the day holds now.
    static func broken(_ day: LegalDate, in transaction: Transaction) async throws -> [OrganisationID] {
        let told: [Sealed] = try await transaction.all("select organisation, events, sha256 from seals where day = \(day)")
        let now = try await content(of: day, in: transaction)
        let toldBy = Dictionary(uniqueKeysWithValues: told.map { ($0.organisation, $0) })
        let nowBy = Dictionary(uniqueKeysWithValues: now.map { ($0.organisation, $0) })
        return Set(toldBy.keys).union(nowBy.keys).filter { toldBy[$0] != nowBy[$0] }
    }
}
