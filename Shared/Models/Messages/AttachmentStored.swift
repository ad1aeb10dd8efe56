package import Foundation

/// A paper was received whole and is kept.
package struct AttachmentStored: Message {
    package static let name: MessageName = "attachments.attachment-stored.v1"

    package var attachment: AttachmentID
    package var `case`: CaseID
    package var organisation: OrganisationID
    /// The kind of paper, from the rule pack.
    package var kind: String
    /// Bytes.
    package var size: Int
    /// Lower-case hexadecimal.
    package var sha256: String
    /// It came along with a case that another organisation passed on; nil: with no other case.
    package var passedOn: Bool?
    package var occurredAt: Date
    package var recordedAt: Date

    package var aggregate: UUID { attachment.uuid }

    package init(
        attachment: AttachmentID,
        case: CaseID,
        organisation: OrganisationID,
        kind: String,
        size: Int,
        sha256: String,
        passedOn: Bool? = nil,
        occurredAt: Date,
        recordedAt: Date
    ) {
        self.attachment = attachment
        self.case = `case`
        self.organisation = organisation
        self.kind = kind
        self.size = size
        self.sha256 = sha256
        self.passedOn = passedOn
        self.occurredAt = occurredAt
        self.recordedAt = recordedAt
    }
}
