/// What the conflict search says of a case (Law 11/2017, Điều 25.2a).
package enum ConflictVerdict: String, CaseIterable, Codable, Sendable {
    case clear
    /// Opposing sides of one matter: its helpers may not take this case.
    case conflict
    /// Alike enough for people to look; delays nothing.
    case review
}
