package import Foundation

/// An entry of the register was corrected in what others keep and count of the case. Says how all of that stands now; carries no names.
package struct CaseCorrected: Message {
    package static let name: MessageName = "intake.case-corrected.v1"

    package var `case`: CaseID
    package var organisation: OrganisationID
    package var form: AidForm
    package var field: LegalField
    package var categories: [Category]
    /// The one column of the statistics that counts this client.
    package var countedAs: Category
    package var poorAndEthnicMinority: Bool
    package var gender: Gender
    package var occurredAt: Date
    package var recordedAt: Date

    package var aggregate: UUID { `case`.uuid }

    package init(
        case: CaseID, organisation: OrganisationID, form: AidForm, field: LegalField, categories: [Category], countedAs: Category,
        poorAndEthnicMinority: Bool, gender: Gender, occurredAt: Date, recordedAt: Date
    ) {
        self.case = `case`
        self.organisation = organisation
        self.form = form
        self.field = field
        self.categories = categories
        self.countedAs = countedAs
        self.poorAndEthnicMinority = poorAndEthnicMinority
        self.gender = gender
        self.occurredAt = occurredAt
        self.recordedAt = recordedAt
    }
}
