package import Foundation

/// The written decision that assigns the helper was signed (Law 11/2017, Điều 31, 33).
package struct DecisionIssued: Message {
    package static let name: MessageName = "assignment.decision-issued.v1"

    package var `case`: CaseID
    package var organisation: OrganisationID
    package var helper: HelperID
    package var number: String
    package var date: LegalDate
    package var signer: String
    package var occurredAt: Date
    package var recordedAt: Date

    package var aggregate: UUID { `case`.uuid }

    package init(
        case: CaseID,
        organisation: OrganisationID,
        helper: HelperID,
        number: String,
        date: LegalDate,
        signer: String,
        occurredAt: Date,
        recordedAt: Date
    ) {
        self.case = `case`
        self.organisation = organisation
        self.helper = helper
        self.number = number
        self.date = date
        self.signer = signer
        self.occurredAt = occurredAt
        self.recordedAt = recordedAt
    }
}
