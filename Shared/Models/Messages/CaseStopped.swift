package import Foundation

/// Aid in a case was stopped (Law 11/2017, Điều 37).
package struct CaseStopped: Message {
    package static let name: MessageName = "intake.case-stopped.v1"

    package var `case`: CaseID
    package var organisation: OrganisationID
    /// The coded legal ground, from the rule pack.
    package var ground: String
    package var stoppedOn: LegalDate
    package var occurredAt: Date
    package var recordedAt: Date

    package var aggregate: UUID { `case`.uuid }

    package init(
        case: CaseID,
        organisation: OrganisationID,
        ground: String,
        stoppedOn: LegalDate,
        occurredAt: Date,
        recordedAt: Date
    ) {
        self.case = `case`
        self.organisation = organisation
        self.ground = ground
        self.stoppedOn = stoppedOn
        self.occurredAt = occurredAt
        self.recordedAt = recordedAt
    }
}
