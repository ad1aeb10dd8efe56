package import Database
import Foundation
package import Models

/// The copy of the organisations that a service keeps, so that it need not ask another one.
package struct Directory: Sendable {
    package init() {}

    /// The migrations of its table, to be run before the service's own.
    package static func migrations() throws -> MigrationSet {
        guard let folder = Bundle.module.url(forResource: "Migrations", withExtension: nil) else {
            throw CocoaError(.fileNoSuchFile)
        }
        return try MigrationSet(name: "directory", folder: folder)
    }

    /// One organisation; nil where this service has not heard of it.
    package func organisation(_ id: OrganisationID, in transaction: Transaction) async throws -> Organisation? {
        try await transaction.ask(Self.organisation(id))
    }

    /// The same, to be asked together with something else.
    package static func organisation(_ id: OrganisationID) -> Query<Organisation?> {
        .first(
            """
            select id, kind, parent, province, title, code, email, active
            from organisations
            where id = \(id)
            """)
    }

    /// Keeps the newest state that was told; an older one that comes late changes nothing.
    func keep(_ changed: OrganisationChanged, version: Int, in transaction: Transaction) async throws {
        try await transaction.execute(
            """
            insert into organisations (id, kind, parent, province, title, code, email, active, version)
            values (\(changed.organisation), \(changed.kind), \(changed.parent), \(changed.province), \(changed.title), \(changed.code),
                \(changed.email), \(changed.active), \(version))
            on conflict (id) do update
            set kind = excluded.kind, parent = excluded.parent, province = excluded.province, title = excluded.title,
                code = excluded.code, email = excluded.email, active = excluded.active, version = excluded.version
            where organisations.version < excluded.version
            """)
    }
}

extension Directory {
    /// The organisations that a request may be addressed to, by title: the caller's own, or for the public and the system all of them.
    package func receiving(within scope: Scope, in transaction: Transaction) async throws -> [Organisation] {
        try await transaction.ask(Self.receiving(within: scope))
    }

    /// The same, to be asked together with something else.
    package static func receiving(within scope: Scope) -> Query<[Organisation]> {
        let isOwn: SQL = if case .organisations = scope { "id in (select own.id from scope_organisations() as own (id))" } else { "true" }
        return .all(
            """
            select id, kind, parent, province, title, code, email, active
            from organisations
            where active and \(isOwn)
            order by title
            """)
    }

    /// The organisations of a province that work, centres and their branches first.
    package func organisations(ofProvince code: String, in transaction: Transaction) async throws -> [Organisation] {
        try await transaction.ask(Self.organisations(ofProvince: code))
    }

    /// The same, to be asked together with something else.
    package static func organisations(ofProvince code: String) -> Query<[Organisation]> {
        .all(
            """
            select id, kind, parent, province, title, code, email, active
            from organisations
            where active and province = \(code)
            order by kind = 'centre' desc, kind = 'branch' desc, title, id
            """)
    }
}
