import Models

/// Which days of whose calendar, the last one included.
struct CalendarFilter: Sendable {
    let from: LegalDate
    let to: LegalDate
    /// Nil: of everybody within the scope.
    let helper: HelperID?
}
