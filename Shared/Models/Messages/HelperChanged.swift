package import Foundation

/// A helper was entered, or something about them changed; the whole of what others keep.
package struct HelperChanged: Message {
    package static let name: MessageName = "assignment.helper-changed.v1"

    package var helper: HelperID
    package var organisation: OrganisationID
    package var province: String
    package var kind: HelperKind
    package var fullName: String
    package var email: String?
    package var active: Bool
    package var occurredAt: Date
    package var recordedAt: Date

    package var aggregate: UUID { helper.uuid }

    package init(
        helper: HelperID,
        organisation: OrganisationID,
        province: String,
        kind: HelperKind,
        fullName: String,
        email: String? = nil,
        active: Bool,
        occurredAt: Date,
        recordedAt: Date
    ) {
        self.helper = helper
        self.organisation = organisation
        self.province = province
        self.kind = kind
        self.fullName = fullName
        self.email = email
        self.active = active
        self.occurredAt = occurredAt
        self.recordedAt = recordedAt
    }
}
