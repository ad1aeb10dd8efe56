import Foundation
import Models

/// A paper in the JSON API.
struct AttachmentView: Encodable, Sendable {
    let id: AttachmentID
    let `case`: CaseID
    let kind: String
    let filename: String
    let contentType: String
    /// Whether the name's ending is one of that type's.
    let nameAgrees: Bool
    let size: Int
    let sha256: String
    let uploadedBy: String
    let storedAt: Date
    let datedOn: LegalDate?
    /// The code of the case with which it came from another organisation.
    let passedFrom: String?

    init(_ attachment: Attachment) {
        id = attachment.id
        `case` = attachment.caseID
        kind = attachment.kind
        filename = attachment.filename
        contentType = attachment.contentType
        nameAgrees = attachment.nameAgrees
        size = attachment.size
        sha256 = attachment.sha256
        uploadedBy = attachment.uploaderName
        storedAt = attachment.storedAt
        datedOn = attachment.datedOn
        passedFrom = attachment.passedFrom
    }
}
