import Database
import Foundation
import Models

/// The SQL of the people whom a case names.
struct PartyStore: Sendable {
    /// All of them, the client first, each once however many names they have.
    func list(of request: RequestID, in transaction: Transaction) async throws -> [Party] {
        try await transaction.all(
            """
            select id, role, name, birth_year, identity_number, entered_by, entered_at
            from parties
            where request = \(request) and alias_of is null
            order by role = 'client' desc, role, id
            """)
    }

    /// One of them, other than the client; nil where the case names nobody of that id.
    func find(_ id: UUID, of request: RequestID, in transaction: Transaction) async throws -> Party? {
        try await transaction.first(
            """
            select id, role, name, birth_year, identity_number, entered_by, entered_at
            from parties
            where id = \(id) and request = \(request) and alias_of is null and role <> 'client'
            """)
    }

    /// Nobody is looked for under any of their names any more.
    func remove(_ party: Party, of record: CaseRecord, in transaction: Transaction) {
        transaction.later("delete from parties where request = \(record.request) and (id = \(party.id) or alias_of = \(party.id))")
    }

    /// - Parameter rows: every name of one person, the first one first.
    func insert(_ rows: [PartyRow], of record: CaseRecord, by actor: String?, at now: Date?, in transaction: Transaction) {
        for row in rows {
            transaction.later(
                """
                insert into parties (id, request, organisation, province, role, name, name_key, birth, birth_year, identity_number, alias_of,
                    entered_by, entered_at)
                values (\(row.id), \(record.request), \(record.organisation), \(record.province), \(row.role), \(row.person.name), \(row.key),
                    \(row.birth), \(row.person.birthYear), \(row.person.identityNumber), \(row.aliasOf), \(actor), \(now))
                """)
        }
    }

    /// The client's names as they are now, in the place of those that were written before. A year of birth stays where no more is known.
    func rename(_ client: RequestDraft.Client, of record: RequestRecord, at now: Date, in transaction: Transaction) async throws {
        let written = try await transaction.value(
            "select max(birth_year) from parties where request = \(record.id) and role = 'client'", as: Int?.self)
        let person = RequestDraft.Party(
            name: client.name, birthYear: client.birth?.year ?? written.flatMap(\.self), identityNumber: client.identityNumber)
        transaction.later("delete from parties where request = \(record.id) and role = 'client'")
        for row in PartyRow.rows(of: person, role: .client, birth: client.birth, at: now) {
            transaction.later(
                """
                insert into parties (id, request, organisation, province, role, name, name_key, birth, birth_year, identity_number, alias_of)
                values (\(row.id), \(record.id), \(record.organisation), \(record.province), \(row.role), \(row.person.name), \(row.key),
                    \(row.birth), \(row.person.birthYear), \(row.person.identityNumber), \(row.aliasOf))
                """)
        }
    }
}
