import Database
import Models
import Rules
import ServiceKit

/// The SQL that counts.
struct TurnStore: Sendable {
    /// The turns of a slice.
    func turns(_ slice: FactSlice, in transaction: Transaction) async throws -> [CountedTurns] {
        try await transaction.all(
            """
            select key, subject, field, form, gender, counted_as, poor_and_ethnic_minority, carried_over, ending, performer,
                count(*) as turns
            from (\(slice.rows)) as counted
            group by key, subject, field, form, gender, counted_as, poor_and_ethnic_minority, carried_over, ending, performer
            """)
    }

    /// The figures of a slice.
    func figures(_ slice: FactSlice, of form: StatisticalForm, in transaction: Transaction) async throws -> Figures {
        var figures = Figures()
        for turns in try await turns(slice, in: transaction) {
            figures.add(turns.count, to: form.cells(counting: turns.turn))
        }
        return figures
    }

    /// The cases that a cell counts, by the day of their acceptance, after `page.after` (accepted_on, id).
    func cases(
        behind cell: ReportCell, _ slice: FactSlice, of form: StatisticalForm, _ page: PageRequest, in transaction: Transaction
    ) async throws -> [CountedCase] {
        let keys = try await turns(slice, in: transaction).filter { form.cells(counting: $0.turn).contains(cell) }.map(\.key)
        guard !keys.isEmpty else { return [] }
        var after: SQL = ""
        if let cursor = page.after, let day = LegalDate(cursor.keys[0]), let id = CaseID(cursor.keys[1]) {
            after = " and (accepted_on, case_id) > (\(day), \(id))"
        }
        return try await transaction.all(
            """
            select case_id, organisation, code, accepted_on, ended_on
            from (\(slice.rows)) as counted
            where key = any (\(keys))\(after)
            order by accepted_on, case_id
            limit \(page.limit + 1)
            """)
    }
}
