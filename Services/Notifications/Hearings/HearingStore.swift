import Database
import Foundation
import Models

/// The SQL of hearings and of what helpers were told of them.
struct HearingStore: Sendable {
    /// Keeps the newest state that was told, and has reminders of it looked for at once. False where a newer one is known.
    func keep(_ changed: HearingChanged, version: Int, lookAt now: Date, in transaction: Transaction) async throws -> Bool {
        let look = changed.state == .scheduled ? now : nil
        return try await transaction.execute(
            """
            insert into hearings (id, case_id, organisation, kind, starts_at, state, version, look_at)
            values (\(changed.hearing), \(changed.case), \(changed.organisation), \(changed.kind), \(changed.startsAt), \(changed.state),
                \(version), \(look))
            on conflict (id) do update
            set kind = excluded.kind, starts_at = excluded.starts_at, state = excluded.state, version = excluded.version,
                look_at = excluded.look_at
            where hearings.version < excluded.version
            """) == 1
    }

    /// Hearings to look at by `now`, each locked; none that another copy of the service has in hand.
    func due(by now: Date, limit: Int, in transaction: Transaction) async throws -> [HeardHearing] {
        try await transaction.all(
            """
            select id, case_id, kind, starts_at, state
            from hearings
            where look_at <= \(now)
            order by look_at
            limit \(limit)
            for update skip locked
            """)
    }

    /// Sets when to look at it next; nil: never again.
    func look(at instant: Date?, for id: HearingID, in transaction: Transaction) {
        transaction.later("update hearings set look_at = \(instant) where id = \(id)")
    }

    /// Has all hearings of a case looked at that are still to come: it has another helper, or is worked on again.
    func lookAgain(_ id: CaseID, at now: Date, in transaction: Transaction) {
        transaction.later(
            "update hearings set look_at = \(now) where case_id = \(id) and state = \(HearingChanged.State.scheduled) and starts_at > \(now)"
        )
    }

    /// The shortest time before it, in working days, of which its helper was told of that hour; nil where they were not.
    func reminded(_ hearing: HeardHearing, _ helper: HelperID, in transaction: Transaction) async throws -> Int? {
        try await transaction.value(
            """
            select min(working_days)
            from hearing_reminders
            where hearing = \(hearing.id) and helper = \(helper) and starts_at = \(hearing.startsAt)
            """, as: Int?.self) ?? nil
    }

    /// The helper was told of that hour, by the mail whose cause is `id`.
    func remind(
        _ id: UUID, of hearing: HearingID, at startsAt: Date, to helper: HelperID, workingDays: Int, now: Date, in transaction: Transaction
    ) {
        transaction.later(
            """
            insert into hearing_reminders (id, hearing, helper, starts_at, working_days, written_at)
            values (\(id), \(hearing), \(helper), \(startsAt), \(workingDays), \(now))
            on conflict on constraint hearing_reminders_once do nothing
            """)
    }
}
