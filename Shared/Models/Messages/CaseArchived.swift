package import Foundation

/// The dossier that was handed over was put into the archive (Law 11/2017, Điều 39.2): nothing of the case changes any more.
package struct CaseArchived: Message {
    package static let name: MessageName = "intake.case-archived.v1"

    package var `case`: CaseID
    package var organisation: OrganisationID
    package var archivedOn: LegalDate
    package var occurredAt: Date
    package var recordedAt: Date

    package var aggregate: UUID { `case`.uuid }

    package init(
        case: CaseID, organisation: OrganisationID, archivedOn: LegalDate, occurredAt: Date, recordedAt: Date
    ) {
        self.case = `case`
        self.organisation = organisation
        self.archivedOn = archivedOn
        self.occurredAt = occurredAt
        self.recordedAt = recordedAt
    }
}
