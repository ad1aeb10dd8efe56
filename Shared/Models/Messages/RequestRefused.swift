package import Foundation

/// A request was refused in writing (Law 11/2017, Điều 30.3).
package struct RequestRefused: Message {
    package static let name: MessageName = "intake.request-refused.v1"

    package var request: RequestID
    package var organisation: OrganisationID
    package var province: String
    /// The coded legal ground, from the rule pack.
    package var reason: String
    package var occurredAt: Date
    package var recordedAt: Date

    package var aggregate: UUID { request.uuid }

    package init(
        request: RequestID,
        organisation: OrganisationID,
        province: String,
        reason: String,
        occurredAt: Date,
        recordedAt: Date
    ) {
        self.request = request
        self.organisation = organisation
        self.province = province
        self.reason = reason
        self.occurredAt = occurredAt
        self.recordedAt = recordedAt
    }
}
