package import Foundation

/// A case that had been entered as ended is worked on again: what was told of its end no longer holds.
package struct CaseReopened: Message {
    package static let name: MessageName = "intake.case-reopened.v1"

    package var `case`: CaseID
    package var organisation: OrganisationID
    package var reopenedOn: LegalDate
    package var occurredAt: Date
    package var recordedAt: Date

    package var aggregate: UUID { `case`.uuid }

    package init(
        case: CaseID, organisation: OrganisationID, reopenedOn: LegalDate, occurredAt: Date, recordedAt: Date
    ) {
        self.case = `case`
        self.organisation = organisation
        self.reopenedOn = reopenedOn
        self.occurredAt = occurredAt
        self.recordedAt = recordedAt
    }
}
