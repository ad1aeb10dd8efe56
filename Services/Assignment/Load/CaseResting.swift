import Database
import Foundation
import Models
import Outbox
import Rules

/// Cases whose work rests.
enum CaseResting {
    /// What weighs on helpers, waits for one, and has clocks that run.
    static let isAtWork: SQL = "closed_at is null and suspended_at is null"

    /// - Parameter instant: when the work stopped, of the day `date`.
    static func rest(_ id: CaseID, on date: LegalDate, at instant: Date, in transaction: Transaction) async throws {
        let changed = try await transaction.execute(
            """
            update assignments
            set suspended_at = \(instant), suspended_on = \(date), version = version + 1
            where case_id = \(id) and \(isAtWork)
            """)
        try await check(id, changed, in: transaction)
    }

    /// The law's clock, where it still runs, goes on by as much later as it stood, in working days where the limit counts days. A clock that began
    /// during the rest stood from then on. A helper who is wanted is looked for at once.
    /// - Parameter instant: when the work went on, of the day `date`.
    static func resume(_ id: CaseID, on date: LegalDate, at instant: Date, by calendar: WorkingCalendar, in transaction: Transaction)
        async throws
    {
        let resting = try await transaction.rows(
            """
            select clock_at, clock_on, suspended_at, suspended_on
            from assignments
            where case_id = \(id) and suspended_at is not null
            for no key update
            """)
        guard let row = resting.first else { return try await check(id, 0, in: transaction) }
        let (clockAt, clockOn): (Date, LegalDate) = (try row.get("clock_at"), try row.get("clock_on"))
        let stood = max(instant.timeIntervalSince(max(try row.get("suspended_at"), clockAt)), 0)
        let stoodDays = max(calendar.workingDays(from: max(try row.get("suspended_on"), clockOn), to: date), 0)
        try await transaction.execute(
            """
            update assignments
            set clock_at = case when decision_number is null then \(clockAt.addingTimeInterval(stood)) else clock_at end,
                clock_on = case when decision_number is null then \(calendar.adding(workingDays: stoodDays, to: clockOn)) else clock_on end,
                suspended_at = null, suspended_on = null, tried_at = null, version = version + 1
            where case_id = \(id)
            """)
    }

    /// The instant of that day at which it was so: when it was entered, where that was on the day itself, else the day's beginning.
    static func instant(of date: LegalDate, recordedAt: Date) -> Date { LegalDate(recordedAt) == date ? recordedAt : date.start }

    private static func check(_ id: CaseID, _ changed: Int, in transaction: Transaction) async throws {
        guard changed == 0, try await AssignmentStore.find(id, in: transaction) == nil else { return }
        throw RetryLater("the case \(id) is not known here yet")
    }
}
