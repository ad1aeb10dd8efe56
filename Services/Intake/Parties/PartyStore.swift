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

    /// - Parameter rows: every name of one person, the first one first.
    func insert(_ rows: [PartyRow], of record: CaseRecord, by actor: String, at now: Date, in transaction: Transaction) {
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
}
