package import Foundation

/// The work on a case rests, for a ground (as circular 02/2021, Điều 8.2): its clocks stand until it is resumed.
package struct CaseSuspended: Message {
    package static let name: MessageName = "intake.case-suspended.v1"

    package var `case`: CaseID
    package var organisation: OrganisationID
    /// The coded ground, from the rule pack.
    package var ground: String
    package var suspendedOn: LegalDate
    /// The day by which it is expected to go on; nil where nobody knows.
    package var expectedOn: LegalDate?
    package var occurredAt: Date
    package var recordedAt: Date

    package var aggregate: UUID { `case`.uuid }

    package init(
        case: CaseID, organisation: OrganisationID, ground: String, suspendedOn: LegalDate, expectedOn: LegalDate? = nil, occurredAt: Date,
        recordedAt: Date
    ) {
        self.case = `case`
        self.organisation = organisation
        self.ground = ground
        self.suspendedOn = suspendedOn
        self.expectedOn = expectedOn
        self.occurredAt = occurredAt
        self.recordedAt = recordedAt
    }
}
