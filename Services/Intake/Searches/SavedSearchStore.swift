import Database
import Foundation
import Models

/// A saved search, and the account that keeps it.
struct OwnedSearch: RowDecodable {
    let owner: String
    let search: SavedSearch

    init(_ row: Row) throws {
        owner = try row.get("owner")
        search = try SavedSearch(row)
    }
}

/// The SQL of saved searches.
struct SavedSearchStore: Sendable {
    /// Those of one account, by name.
    func list(of owner: String, in transaction: Transaction) async throws -> [SavedSearch] {
        try await transaction.ask(Self.searches(of: [owner])).map(\.search)
    }

    /// Those of several accounts, each by name; to be asked together with something else.
    static func searches(of owners: [String]) -> Query<[OwnedSearch]> {
        .all("select owner, id, name, query, saved_at from saved_searches where owner = any (\(owners)) order by name, id")
    }

    /// One of one account's; nil where it is not theirs.
    func find(_ id: UUID, of owner: String, in transaction: Transaction) async throws -> SavedSearch? {
        try await transaction.first("select id, name, query, saved_at from saved_searches where id = \(id) and owner = \(owner)")
    }

    /// Keeps it; one of the same name is replaced. Returns its id.
    func keep(
        _ search: SavedSearch, of owner: String, _ organisation: OrganisationID?, _ province: String?, in transaction: Transaction
    ) async throws -> UUID {
        try await transaction.value(
            """
            insert into saved_searches (id, owner, organisation, province, name, query, saved_at)
            values (\(search.id), \(owner), \(organisation), \(province), \(search.name), \(search.query), \(search.savedAt))
            on conflict on constraint saved_searches_name_once do update
            set query = excluded.query, saved_at = excluded.saved_at
            returning id
            """, as: UUID.self) ?? search.id
    }

    /// False where it is not theirs.
    func remove(_ id: UUID, of owner: String, in transaction: Transaction) async throws -> Bool {
        try await transaction.execute("delete from saved_searches where id = \(id) and owner = \(owner)") == 1
    }
}
