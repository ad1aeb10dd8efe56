package import Foundation

/// A helper refused a case (Law 11/2017, Điều 25).
package struct OfferRefused: Message {
    package static let name: MessageName = "assignment.offer-refused.v1"

    package var `case`: CaseID
    package var organisation: OrganisationID
    package var helper: HelperID
    package var reason: String
    package var occurredAt: Date
    package var recordedAt: Date

    package var aggregate: UUID { `case`.uuid }

    package init(
        case: CaseID,
        organisation: OrganisationID,
        helper: HelperID,
        reason: String,
        occurredAt: Date,
        recordedAt: Date
    ) {
        self.case = `case`
        self.organisation = organisation
        self.helper = helper
        self.reason = reason
        self.occurredAt = occurredAt
        self.recordedAt = recordedAt
    }
}
