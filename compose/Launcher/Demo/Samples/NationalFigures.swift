/// The published national figures of 2024, in whose proportion samples are drawn.
enum NationalFigures {
    /// Vụ việc handled in the year, carried over and new.
    static let handled = 63_361.0
    /// Newly accepted.
    static let new = 39_641.0
    /// Of the new ones: participation in proceedings.
    static let litigation = 32_748.0
    /// Closed in the year.
    static let closed = 37_343.0
    /// Posts, and branches of centres.
    static let branches = 99

    static var litigationShare: Double { litigation / new }
    static var closedShare: Double { closed / handled }
}
