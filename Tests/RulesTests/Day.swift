import Models

/// A date of a test; a day that the calendar does not have is a slip of the test itself.
func day(_ year: Int, _ month: Int, _ day: Int) -> LegalDate {
    guard let date = LegalDate(year: year, month: month, day: day) else { preconditionFailure("no such day") }
    return date
}
