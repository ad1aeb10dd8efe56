import Models
import Rules

/// When a case stands still: so many working days after it last moved (a lever of ours, in the rule pack; the law sets no figure),
/// or past the day by which it was to go on, where its work rests.
struct StallClock: Sendable {
    let rules: RulePacks

    /// The first day on which the case is past its limit; nil where its clock does not run.
    func stallsOn(_ watched: WatchedCase) -> LegalDate? {
        guard watched.code != nil, watched.province != nil, let last = watched.lastMovementOn else { return nil }
        if watched.state == .suspended { return watched.suspendedUntil?.adding(days: 1) }
        guard watched.state.isOpen else { return nil }
        return rules.calendar.adding(workingDays: limit(after: last), to: last).adding(days: 1)
    }

    /// The limit in working days, by the pack of the day on which the case last moved.
    func limit(after last: LegalDate) -> Int { rules.deadlines(on: last).stalledAfterWorkingDays }

    /// Working days since `last`.
    func workingDays(since last: LegalDate, to today: LegalDate) -> Int { rules.calendar.workingDays(from: last, to: today) }
}
