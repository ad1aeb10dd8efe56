import Database
import Foundation
import Models
import ServiceKit

/// The SQL of programs' keys.
struct ProgramKeyStore: Sendable {
    /// Those that the transaction's scope shows, the latest first, one more than asked for where there are more.
    func list(_ page: PageRequest, in transaction: Transaction) async throws -> [ProgramKey] {
        let rest: SQL =
            page.after.flatMap { cursor in
                guard let at = cursor.instant(at: 0), let id = ProgramKeyID(cursor.keys[1]) else { return nil }
                return "where (made_at, id) < (\(at), \(id))"
            } ?? ""
        return try await transaction.all(
            "select \(Self.columns) from program_keys \(rest) order by made_at desc, id desc limit \(page.limit + 1)")
    }

    /// One that the scope shows.
    func find(_ id: ProgramKeyID, in transaction: Transaction) async throws -> ProgramKey? {
        try await transaction.first("select \(Self.columns) from program_keys where id = \(id)")
    }

    /// The same, with the hash of its secret.
    func findWithHash(_ id: ProgramKeyID, in transaction: Transaction) async throws -> (key: ProgramKey, hash: Data)? {
        let rows = try await transaction.rows("select \(Self.columns), secret_sha256 from program_keys where id = \(id)")
        return try rows.first.map { (try ProgramKey($0), try $0.get("secret_sha256")) }
    }

    /// How many keys of an organisation give tokens. Others that count wait until the commit.
    func countGood(of organisation: OrganisationID, at now: Date, in transaction: Transaction) async throws -> Int {
        transaction.later("select pg_advisory_xact_lock(hashtextextended(\("portal.program-keys.\(organisation)"), 0))")
        return try await transaction.value(
            "select count(*) from program_keys where organisation = \(organisation) and withdrawn_at is null and ends_at > \(now)",
            as: Int.self) ?? 0
    }

    /// How many of those that the scope shows say that they end soon.
    func countEnding(at now: Date, in transaction: Transaction) async throws -> Int {
        try await transaction.value(
            """
            select count(*)
            from program_keys
            where withdrawn_at is null and ends_at > \(now) and ends_at <= \(ProgramKey.warned(at: now))
            """, as: Int.self) ?? 0
    }

    func add(
        _ draft: ProgramKeyDraft, id: ProgramKeyID, secret: ProgramSecret, by maker: String, at now: Date, in transaction: Transaction
    ) async throws {
        try await transaction.execute(
            """
            insert into program_keys (id, organisation, name, rights, secret_sha256, made_at, made_by, ends_at)
            values (\(id), \(draft.organisation), \(draft.name), \(RightName.scope(draft.rights)), \(secret.hash), \(now), \(maker),
                \(draft.endsOn.end))
            """)
    }

    /// Whether it was good until now.
    func withdraw(_ id: ProgramKeyID, because reason: String?, at now: Date, in transaction: Transaction) async throws -> Bool {
        try await transaction.execute(
            """
            update program_keys
            set withdrawn_at = \(now), withdrawn_because = \(reason)
            where id = \(id) and withdrawn_at is null
            """) == 1
    }

    /// Notes that it gave a token. Whether that is the first within an hour.
    func use(_ id: ProgramKeyID, at now: Date, in transaction: Transaction) async throws -> Bool {
        try await transaction.execute(
            """
            update program_keys
            set used_at = \(now)
            where id = \(id) and (used_at is null or used_at <= \(now.addingTimeInterval(-3_600)))
            """) == 1
    }

    private static let columns: SQL = "id, organisation, name, rights, made_at, made_by, ends_at, used_at, withdrawn_at, withdrawn_because"
}
