/// Where a request stands (Law 11/2017, Điều 30). Where it may go from there is Intake's to say.
package enum RequestState: String, CaseIterable, Codable, Sendable {
    /// Received and not yet decided.
    case received
    /// The client was asked for more papers.
    case supplementAsked = "supplement_asked"
    /// Accepted: a case was opened.
    case accepted
    case refused
    /// Passed to the competent organisation (Điều 35).
    case transferred
}
