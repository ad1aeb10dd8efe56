package import Foundation

/// An upload was begun and not continued in time.
package struct UploadExpired: Message {
    package static let name: MessageName = "attachments.upload-expired.v1"

    package var upload: UploadID
    package var `case`: CaseID
    package var organisation: OrganisationID?
    package var kind: String
    /// Bytes that had arrived.
    package var received: Int
    /// Bytes that were announced.
    package var size: Int
    package var occurredAt: Date
    package var recordedAt: Date

    package var aggregate: UUID { upload.uuid }

    package init(
        upload: UploadID,
        case: CaseID,
        organisation: OrganisationID? = nil,
        kind: String,
        received: Int,
        size: Int,
        occurredAt: Date,
        recordedAt: Date
    ) {
        self.upload = upload
        self.case = `case`
        self.organisation = organisation
        self.kind = kind
        self.received = received
        self.size = size
        self.occurredAt = occurredAt
        self.recordedAt = recordedAt
    }
}
