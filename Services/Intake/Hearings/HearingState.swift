import Database

/// What became of a hearing.
enum HearingState: String, CaseIterable, Codable, Sendable, Bindable, ColumnDecodable {
    case scheduled
    /// It took place.
    case held
    /// Hoãn: it did not take place on that day.
    case adjourned
    /// Entered wrongly, or called off for good.
    case withdrawn
}
