import Database
import Models

/// The SQL of simple questions that were answered.
struct ConsultationStore: Sendable {
    func insert(_ given: ConsultationGiven, in transaction: Transaction) {
        transaction.later(
            """
            insert into consultations (id, organisation, province, channel, field, gender, given_on)
            values (\(given.consultation), \(given.organisation), \(given.province), \(given.channel), \(given.field), \(given.gender),
                \(given.givenOn))
            on conflict do nothing
            """)
    }

    /// How many there were within the scope, by field, between two days, both included.
    func count(from: LegalDate, to: LegalDate, within scope: Scope, in transaction: Transaction) async throws -> [LegalField: Int] {
        let rows = try await transaction.rows(
            """
            select field, count(*) as given
            from consultations
            where \(scope.tenant) and given_on between \(from) and \(to)
            group by field
            """)
        return Dictionary(
            try rows.map { (try $0.get("field", as: LegalField.self), try $0.get("given", as: Int.self)) }, uniquingKeysWith: +)
    }
}
