package import Models

/// The time limits of the law, and the levers of the house where the law is silent.
package struct DeadlinePack: ReadablePack {
    package let head: PackHead
    /// In the order of the file.
    package let all: [Deadline]
    private let byKey: [DeadlineKey: Deadline]
    private let stalled: Deadline
    /// Working days before a hearing on which its helper is reminded of it, the longest first.
    package let hearingReminderWorkingDays: [Int]

    init(head: PackHead, from entry: inout PackEntry) throws {
        self.head = head
        all = try entry.required("deadlines").entries { try Deadline(from: &$0) }
        let byKey = Dictionary(all.map { ($0.key, $0) }) { first, _ in first }
        guard byKey.count == all.count else { throw entry.value.error("a deadline stands twice", "Keep one entry for each key.") }
        if let missing = DeadlineKey.allCases.first(where: { byKey[$0] == nil }) {
            throw entry.value.error("the deadline “\(missing.rawValue)” is missing", "Add it to “deadlines”.")
        }
        guard let stalled = byKey[.stalled], stalled.unit == .workingDays else {
            throw entry.value.error("“stalled” is not in working_days", "Give it the unit working_days.")
        }
        let reminders = [DeadlineKey.hearingReminder, .hearingReminderAgain].compactMap { byKey[$0] }
        guard reminders.allSatisfy({ $0.unit == .workingDays }) else {
            throw entry.value.error("a reminder of hearings is not in working_days", "Give it the unit working_days.")
        }
        hearingReminderWorkingDays = Set(reminders.map(\.amount)).sorted(by: >)
        self.byKey = byKey
        self.stalled = stalled
    }

    /// Every key has its deadline: reading the pack makes sure of it.
    package subscript(key: DeadlineKey) -> Deadline { byKey[key] ?? stalled }

    /// A case without progress for so many working days is stalled.
    package var stalledAfterWorkingDays: Int { stalled.amount }

    /// The limit for assigning a helper, from the case's registration.
    package func assignment(form: AidForm, held: Bool, acceptedAtOnce: Bool) -> Deadline {
        if held && form == .litigation { return self[.assignmentHeld] }
        if acceptedAtOnce { return self[.assignmentAtOnce] }
        return self[form == .advice ? .assignmentAdvice : .assignment]
    }

    /// Whether the facts on record make a case one of thụ lý ngay (circular 12/2018, Điều 6.1): a ground was named, the procedural body gave notice of
    /// it, or a limitation period or hearing presses.
    package func isAcceptedAtOnce(
        channel: Channel, ground: String?, deadline: LegalDate?, on date: LegalDate, in calendar: WorkingCalendar
    ) -> Bool {
        ground != nil || channel == .notice || deadline.map { $0 >= date && presses($0, on: date, in: calendar) } ?? false
    }

    /// The limit for proof papers after acceptance at once.
    package func papersLater(especiallyDifficult: Bool, forceMajeure: Bool = false) -> Deadline {
        self[especiallyDifficult || forceMajeure ? .papersLaterDifficult : .papersLater]
    }

    /// Whether a limitation period or hearing on `deadline` is so near that a case may be accepted at once (circular 12/2018, Điều 6.1).
    package func presses(_ deadline: LegalDate, on date: LegalDate, in calendar: WorkingCalendar) -> Bool {
        calendar.workingDays(from: date, to: deadline) < self[.pressing].amount
    }
}
