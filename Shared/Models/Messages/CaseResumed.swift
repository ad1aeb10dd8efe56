package import Foundation

/// The work on a suspended case goes on.
package struct CaseResumed: Message {
    package static let name: MessageName = "intake.case-resumed.v1"

    package var `case`: CaseID
    package var organisation: OrganisationID
    package var resumedOn: LegalDate
    /// Where it stands now; nil: work had been entered before it rested.
    package var state: CaseState?
    package var occurredAt: Date
    package var recordedAt: Date

    package var aggregate: UUID { `case`.uuid }

    package init(
        case: CaseID, organisation: OrganisationID, resumedOn: LegalDate, state: CaseState? = nil, occurredAt: Date,
        recordedAt: Date
    ) {
        self.case = `case`
        self.organisation = organisation
        self.resumedOn = resumedOn
        self.state = state
        self.occurredAt = occurredAt
        self.recordedAt = recordedAt
    }
}
