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

extension RequestReceived {
    /// What the others are told of it.
    init(_ request: NewRequest) {
        let draft = request.draft
        self.init(
            request: request.id, organisation: request.organisation, province: request.province, channel: draft.channel, form: draft.form,
            field: draft.field, categories: draft.categories, occurredAt: request.receivedAt, recordedAt: request.recordedAt)
    }
}
