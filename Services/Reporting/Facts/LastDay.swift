import Models
import Rules

/// Who performed a finished case: the helper of its last day (biểu 25; a counting rule of ours, unconfirmed).
enum LastDay {
    /// - Parameter assignments: every helper the case has had, in their order.
    /// - Returns: the performer; nil where nobody was ever assigned.
    ///
    /// The helper assigned last on or before that day, by what was entered before the end was. Where the assignment was entered only after
    /// that day (a case brought in late), the one whom Intake named when the end was entered, else the first there was.
    static func performer(_ end: HeardCase.End, _ assignments: [HeardAssignment]) -> Performer? {
        let before = assignments.last { $0.assignedOn <= end.date && $0.enteredAt <= end.enteredAt }
        let named = assignments.last { $0.helper == end.helper }
        return (before ?? named ?? assignments.first)?.performer
    }
}
