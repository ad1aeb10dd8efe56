import Foundation
import Models
import Rules

/// A request about to be kept: the draft, where it belongs, and what the check said.
struct NewRequest: Sendable {
    let id: RequestID
    let organisation: OrganisationID
    let province: String
    let draft: RequestDraft
    let eligibility: EligibilityDecision
    let matter: MatterID
    let receivedAt: Date
    let recordedAt: Date
    /// The name of whoever entered it.
    let recordedBy: String
    let state: RequestState
    /// The requests that it looks like, where somebody said why it is another.
    let distinctFrom: [RequestID]
}
