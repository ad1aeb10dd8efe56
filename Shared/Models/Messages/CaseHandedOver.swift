package import Foundation

/// The dossier of an ended case was handed over (Law 11/2017, Điều 39).
package struct CaseHandedOver: Message {
    package static let name: MessageName = "intake.case-handed-over.v1"

    package var `case`: CaseID
    package var organisation: OrganisationID
    package var handedOverOn: LegalDate
    /// Who gave it, and who took it for the organisation.
    package var handedOverBy: String?
    package var receivedBy: String?
    package var note: String?
    package var occurredAt: Date
    package var recordedAt: Date

    package var aggregate: UUID { `case`.uuid }

    package init(
        case: CaseID,
        organisation: OrganisationID,
        handedOverOn: LegalDate,
        handedOverBy: String? = nil,
        receivedBy: String? = nil,
        note: String? = nil,
        occurredAt: Date,
        recordedAt: Date
    ) {
        self.case = `case`
        self.organisation = organisation
        self.handedOverOn = handedOverOn
        self.handedOverBy = handedOverBy
        self.receivedBy = receivedBy
        self.note = note
        self.occurredAt = occurredAt
        self.recordedAt = recordedAt
    }
}
