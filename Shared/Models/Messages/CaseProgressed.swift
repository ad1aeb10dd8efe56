package import Foundation

/// Work on a case was entered.
package struct CaseProgressed: Message {
    package static let name: MessageName = "intake.case-progressed.v1"

    package var `case`: CaseID
    package var organisation: OrganisationID
    package var helper: HelperID?
    /// The kind of activity, from the rule pack.
    package var kind: String
    package var date: LegalDate
    package var occurredAt: Date
    package var recordedAt: Date

    package var aggregate: UUID { `case`.uuid }

    package init(
        case: CaseID,
        organisation: OrganisationID,
        helper: HelperID? = nil,
        kind: String,
        date: LegalDate,
        occurredAt: Date,
        recordedAt: Date
    ) {
        self.case = `case`
        self.organisation = organisation
        self.helper = helper
        self.kind = kind
        self.date = date
        self.occurredAt = occurredAt
        self.recordedAt = recordedAt
    }
}
