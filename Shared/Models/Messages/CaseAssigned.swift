package import Foundation

/// A helper was picked for a case.
package struct CaseAssigned: Message {
    package static let name: MessageName = "assignment.case-assigned.v1"

    package var `case`: CaseID
    package var code: String
    package var organisation: OrganisationID
    package var province: String
    package var form: AidForm
    package var helper: HelperID
    package var helperName: String
    package var helperKind: HelperKind
    /// The organisation the helper belongs to: tells a lawyer on a centre's contract from one that an organisation assigns.
    package var helperOrganisationKind: OrganisationKind
    /// The helper who had the case before, if one did.
    package var previous: HelperID?
    package var automatic: Bool
    /// Who picked by hand, and why the helper was picked or the one before replaced; nil where the rule did.
    package var pickedBy: String?
    package var reason: String?
    /// The time limit that this replacement keeps, by its key in the rule pack, and from when it counts; nil: the one of every assignment.
    package var limit: String?
    package var limitFrom: Date?
    /// An older register says so: it is nothing new to the helper. Nil: picked here.
    package var imported: Bool?
    package var occurredAt: Date
    package var recordedAt: Date

    package var aggregate: UUID { `case`.uuid }

    package init(
        case: CaseID,
        code: String,
        organisation: OrganisationID,
        province: String,
        form: AidForm,
        helper: HelperID,
        helperName: String,
        helperKind: HelperKind,
        helperOrganisationKind: OrganisationKind,
        previous: HelperID? = nil,
        automatic: Bool,
        pickedBy: String? = nil,
        reason: String? = nil,
        limit: String? = nil,
        limitFrom: Date? = nil,
        imported: Bool? = nil,
        occurredAt: Date,
        recordedAt: Date
    ) {
        self.case = `case`
        self.code = code
        self.organisation = organisation
        self.province = province
        self.form = form
        self.helper = helper
        self.helperName = helperName
        self.helperKind = helperKind
        self.helperOrganisationKind = helperOrganisationKind
        self.previous = previous
        self.automatic = automatic
        self.pickedBy = pickedBy
        self.reason = reason
        self.limit = limit
        self.limitFrom = limitFrom
        self.imported = imported
        self.occurredAt = occurredAt
        self.recordedAt = recordedAt
    }
}
