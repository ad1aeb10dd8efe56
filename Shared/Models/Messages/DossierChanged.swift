package import Foundation

/// The list of papers of a case changed: one was ticked off, or one more is due.
package struct DossierChanged: Message {
    package static let name: MessageName = "intake.dossier-changed.v1"

    package var `case`: CaseID
    package var organisation: OrganisationID
    /// Papers that the rule pack asks for now.
    package var required: Int
    /// How many of them are there.
    package var present: Int
    /// The kinds still missing, from the rule pack.
    package var missing: [String]
    package var occurredAt: Date
    package var recordedAt: Date

    package var aggregate: UUID { `case`.uuid }

    package init(
        case: CaseID,
        organisation: OrganisationID,
        required: Int,
        present: Int,
        missing: [String],
        occurredAt: Date,
        recordedAt: Date
    ) {
        self.case = `case`
        self.organisation = organisation
        self.required = required
        self.present = present
        self.missing = missing
        self.occurredAt = occurredAt
        self.recordedAt = recordedAt
    }
}
