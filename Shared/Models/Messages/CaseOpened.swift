package import Foundation

/// A case was written into the register and searched for conflicts of interest. Carries no names: those stay in Intake.
package struct CaseOpened: Message {
    package static let name: MessageName = "intake.case-opened.v1"

    package var `case`: CaseID
    package var request: RequestID
    package var organisation: OrganisationID
    package var province: String
    /// `TT.TGTT.01.2026` (circular 12/2018, Điều 11.1).
    package var code: String
    package var matter: MatterID
    package var form: AidForm
    package var field: LegalField
    package var categories: [Category]
    /// The one column of the statistics that counts this client.
    package var countedAs: Category
    /// Poor and of an ethnic minority: the statistics have a column of their own for them.
    package var poorAndEthnicMinority: Bool
    package var gender: Gender
    /// The legal date of acceptance.
    package var acceptedOn: LegalDate
    package var urgent: Bool
    /// Held in custody since, if held.
    package var held: Date?
    /// Thụ lý ngay (Law 11/2017, Điều 30.4): a helper must be named at once. Nil in messages of before this was told.
    package var acceptedAtOnce: Bool?
    /// The limitation period or hearing that presses, if any.
    package var deadline: Date?
    package var conflicts: [CaseConflict]
    /// Brought in from an older register: nobody is picked for it by rule, and nobody written to. Nil: registered here.
    package var imported: Bool?
    /// Who has it, as that register says.
    package var helper: HelperID?
    package var occurredAt: Date
    package var recordedAt: Date

    package var aggregate: UUID { `case`.uuid }

    package init(
        case: CaseID,
        request: RequestID,
        organisation: OrganisationID,
        province: String,
        code: String,
        matter: MatterID,
        form: AidForm,
        field: LegalField,
        categories: [Category],
        countedAs: Category,
        poorAndEthnicMinority: Bool,
        gender: Gender,
        acceptedOn: LegalDate,
        urgent: Bool,
        held: Date? = nil,
        acceptedAtOnce: Bool? = nil,
        deadline: Date? = nil,
        conflicts: [CaseConflict],
        imported: Bool? = nil,
        helper: HelperID? = nil,
        occurredAt: Date,
        recordedAt: Date
    ) {
        self.case = `case`
        self.request = request
        self.organisation = organisation
        self.province = province
        self.code = code
        self.matter = matter
        self.form = form
        self.field = field
        self.categories = categories
        self.countedAs = countedAs
        self.poorAndEthnicMinority = poorAndEthnicMinority
        self.gender = gender
        self.acceptedOn = acceptedOn
        self.urgent = urgent
        self.held = held
        self.acceptedAtOnce = acceptedAtOnce
        self.deadline = deadline
        self.conflicts = conflicts
        self.imported = imported
        self.helper = helper
        self.occurredAt = occurredAt
        self.recordedAt = recordedAt
    }
}
