import Database
import Models

/// A helper as Intake knows them: whom a name in an old register means.
struct KnownHelper: RowDecodable, Equatable, Sendable {
    let id: HelperID
    let kind: HelperKind
    let name: String

    init(_ row: Row) throws {
        id = try row.get("id")
        kind = try row.get("kind")
        name = try row.get("name")
    }
}

/// The SQL of the copy of the helpers.
struct KnownHelperStore: Sendable {
    /// Keeps the newest state that was told; an older one that comes late changes nothing.
    func keep(_ changed: HelperChanged, version: Int, in transaction: Transaction) async throws {
        try await transaction.execute(
            """
            insert into known_helpers (id, organisation, province, kind, name, active, version)
            values (\(changed.helper), \(changed.organisation), \(changed.province), \(changed.kind), \(changed.fullName), \(changed.active),
                \(version))
            on conflict (id) do update
            set organisation = excluded.organisation, province = excluded.province, kind = excluded.kind, name = excluded.name,
                active = excluded.active, version = excluded.version
            where known_helpers.version < excluded.version
            """)
    }

    /// Those of some organisations, also who helps no more: old registers name them.
    func helpers(of organisations: [OrganisationID], in transaction: Transaction) async throws -> [KnownHelper] {
        try await transaction.ask(Self.helpers(of: organisations))
    }

    /// The same, to be asked together with something else.
    static func helpers(of organisations: [OrganisationID]) -> Query<[KnownHelper]> {
        .all("select id, kind, name from known_helpers where organisation = any (\(organisations)) order by id")
    }

    /// Those of the organisations that the transaction's scope names; to be asked together with something else.
    static let own: Query<[KnownHelper]> = .all(
        """
        select id, kind, name
        from known_helpers
        where organisation = any (array(select own.id from scope_organisations() as own (id)))
        order by id
        """)
}
