package import Foundation

/// An organisation was entered or changed; the whole of what others keep.
package struct OrganisationChanged: Message {
    package static let name: MessageName = "assignment.organisation-changed.v1"

    package var organisation: OrganisationID
    package var kind: OrganisationKind
    package var parent: OrganisationID?
    package var province: String
    package var title: String
    /// The first part of its case codes, as `TT` or `CN1`.
    package var code: String
    package var email: String?
    package var active: Bool
    package var occurredAt: Date
    package var recordedAt: Date

    package var aggregate: UUID { organisation.uuid }

    package init(
        organisation: OrganisationID,
        kind: OrganisationKind,
        parent: OrganisationID? = nil,
        province: String,
        title: String,
        code: String,
        email: String? = nil,
        active: Bool,
        occurredAt: Date,
        recordedAt: Date
    ) {
        self.organisation = organisation
        self.kind = kind
        self.parent = parent
        self.province = province
        self.title = title
        self.code = code
        self.email = email
        self.active = active
        self.occurredAt = occurredAt
        self.recordedAt = recordedAt
    }
}
