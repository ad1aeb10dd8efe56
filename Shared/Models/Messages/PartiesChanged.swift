package import Foundation

/// Somebody was added to those whom a case names, and it was searched for conflicts of interest again. Carries no names: those stay in Intake.
package struct PartiesChanged: Message {
    package static let name: MessageName = "intake.parties-changed.v1"

    package var `case`: CaseID
    package var organisation: OrganisationID
    package var province: String
    /// Everything that is known now, what was found before included.
    package var conflicts: [CaseConflict]
    /// Cases that were found before and are not any more: a name had been written wrongly.
    package var lifted: [CaseID]?
    package var occurredAt: Date
    package var recordedAt: Date

    package var aggregate: UUID { `case`.uuid }

    package init(
        case: CaseID, organisation: OrganisationID, province: String, conflicts: [CaseConflict], lifted: [CaseID]? = nil, occurredAt: Date,
        recordedAt: Date
    ) {
        self.case = `case`
        self.organisation = organisation
        self.province = province
        self.conflicts = conflicts
        self.lifted = lifted
        self.occurredAt = occurredAt
        self.recordedAt = recordedAt
    }
}
