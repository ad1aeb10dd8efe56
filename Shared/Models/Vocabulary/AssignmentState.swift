/// How far the assigning of a case has come.
package enum AssignmentState: String, CaseIterable, Codable, Sendable {
    /// Nobody could be picked yet.
    case waiting
    /// Proposed to a leader, who decides.
    case proposed
    /// Picked and told; the helper has not answered.
    case offered
    /// The helper has taken it on.
    case accepted
}
