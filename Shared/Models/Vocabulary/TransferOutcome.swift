/// What became of a case or a request at whoever it was passed to (Law 11/2017, Điều 16.3, 35).
package enum TransferOutcome: String, CaseIterable, Codable, Sendable {
    /// Accepted, under a number of theirs.
    case registered
    case refused
    /// To another organisation once more.
    case passedOn = "passed_on"
}
