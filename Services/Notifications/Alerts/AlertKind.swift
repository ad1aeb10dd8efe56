import Database

/// What an alert is about.
enum AlertKind: String, Codable, Sendable {
    /// A case stands still, or rests beyond the day by which it was to go on.
    case caseStalled = "case-stalled"
    /// A client asked for another helper and was not answered in time (circular 12/2018, Điều 9.1). Not for the helper: it is for the organisation to answer.
    case changeLate = "change-late"

    /// Those that the helper of a case is shown.
    static let ofHelpers = caseStalled
}

/// Why an alert was closed.
enum AlertClosing: String, Codable, Sendable {
    case moving
    /// The work rests, and is not expected to go on yet.
    case suspended
    case ended
    /// The client was answered.
    case answered
}

extension AlertKind: Bindable, ColumnDecodable {}
extension AlertClosing: Bindable, ColumnDecodable {}
