package import Foundation

/// A paper that had been received is not kept.
package struct AttachmentRejected: Message {
    package static let name: MessageName = "attachments.attachment-rejected.v1"

    package var upload: UploadID
    package var `case`: CaseID
    package var organisation: OrganisationID?
    package var kind: String
    package var reason: String
    package var occurredAt: Date
    package var recordedAt: Date

    package var aggregate: UUID { upload.uuid }

    package init(
        upload: UploadID,
        case: CaseID,
        organisation: OrganisationID? = nil,
        kind: String,
        reason: String,
        occurredAt: Date,
        recordedAt: Date
    ) {
        self.upload = upload
        self.case = `case`
        self.organisation = organisation
        self.kind = kind
        self.reason = reason
        self.occurredAt = occurredAt
        self.recordedAt = recordedAt
    }
}
