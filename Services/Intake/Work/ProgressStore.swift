import Database
import Foundation
import Models

/// The SQL of the work that was entered.
struct ProgressStore: Sendable {
    private static let columns: SQL = """
        id, case_id, helper, helper_name, helper_kind, kind, date, half, half_days, minutes, place, confirmed_by, note, result, next_step, next_on,
        entered_by, entered_at, corrects, superseded_at, superseded_by, superseded_reason
        """

    /// All of a case, corrected rows too, in the order in which the work was done.
    func list(of id: CaseID, in transaction: Transaction) async throws -> [ProgressRecord] {
        try await transaction.all(
            "select \(Self.columns) from progress where case_id = \(id) order by date, first_entered_at, entered_at, id")
    }

    /// One of them; nil where the case has none of that id.
    func find(_ id: UUID, of caseID: CaseID, in transaction: Transaction) async throws -> ProgressRecord? {
        try await transaction.first("select \(Self.columns) from progress where id = \(id) and case_id = \(caseID)")
    }

    /// Enters work of whoever did it.
    func insert(
        _ entry: RecordProgress.Entry, _ id: UUID, of helper: CaseHelper?, on record: CaseRecord, by actor: String, at now: Date,
        in transaction: Transaction
    ) {
        transaction.later(
            """
            insert into progress (id, case_id, organisation, province, helper, helper_name, helper_kind, kind, date, half, half_days, minutes, place,
                confirmed_by, note, result, next_step, next_on, entered_by, entered_at, first_entered_at)
            values (\(id), \(record.id), \(record.organisation), \(record.province), \(helper?.id), \(helper?.name),
                \(helper?.kind), \(entry.kind), \(entry.date), \(entry.half?.rawValue), \(entry.halfDays), \(entry.minutes),
                \(entry.place), \(entry.confirmedBy), \(entry.note), \(entry.result), \(entry.nextStep), \(entry.nextOn), \(actor), \(now), \(now))
            """)
    }

    /// Enters what corrects `old`, as the work of the same helper.
    func insert(
        _ entry: RecordProgress.Entry, _ id: UUID, correcting old: ProgressRecord, by actor: String, at now: Date,
        in transaction: Transaction
    ) {
        transaction.later(
            """
            insert into progress (id, case_id, organisation, province, helper, helper_name, helper_kind, kind, date, half, half_days, minutes, place,
                confirmed_by, note, result, next_step, next_on, entered_by, entered_at, first_entered_at, corrects)
            select \(id), case_id, organisation, province, helper, helper_name, helper_kind, \(entry.kind), \(entry.date),
                \(entry.half?.rawValue), \(entry.halfDays), \(entry.minutes), \(entry.place), \(entry.confirmedBy), \(entry.note),
                \(entry.result), \(entry.nextStep), \(entry.nextOn), \(actor), \(now), first_entered_at, id
            from progress
            where id = \(old.id)
            """)
    }

    /// Marks a row as one that holds no longer.
    func supersede(_ id: UUID, by actor: String, reason: String, at now: Date, in transaction: Transaction) {
        transaction.later(
            """
            update progress
            set superseded_at = \(now), superseded_by = \(actor), superseded_reason = \(reason)
            where id = \(id) and superseded_at is null
            """)
    }

    /// What the case shows of its work, reckoned anew from the rows that hold.
    func recount(_ id: CaseID, in transaction: Transaction) {
        transaction.later(
            """
            update cases
            set last_progress_on = (select max(date) from progress where case_id = \(id) and superseded_at is null),
                (next_step, next_on) = (
                    select next_step, next_on
                    from progress
                    where case_id = \(id) and superseded_at is null
                    order by first_entered_at desc, entered_at desc
                    limit 1
                ),
                version = version + 1
            where id = \(id)
            """)
    }
}
