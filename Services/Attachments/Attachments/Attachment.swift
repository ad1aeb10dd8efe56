import Database
import Foundation
import Models

/// A paper that is kept.
struct Attachment: RowDecodable {
    static let columns: SQL = """
        id, upload, case_id, organisation, province, kind, filename, content_type, size, sha256, uploader, uploader_name, uploader_role, \
        stored_at, dated_on, copy_of, passed_from
        """

    let id: AttachmentID
    /// Nil of a paper that came with a case from elsewhere.
    let upload: UploadID?
    let caseID: CaseID
    let organisation: OrganisationID
    let province: String?
    /// From the rule pack.
    let kind: String
    let filename: String
    /// By its first bytes.
    let contentType: String
    /// Bytes.
    let size: Int
    /// Lower-case hexadecimal.
    let sha256: String
    let uploader: String
    let uploaderName: String
    let uploaderRole: Role
    let storedAt: Date
    /// The day that stands on it; nil until somebody has entered it.
    var datedOn: LegalDate?
    /// The paper of the case that it came with.
    var copyOf: AttachmentID?
    /// The code of that case.
    var passedFrom: String?

    /// Whether the name's ending is one that such contents bear: a paper that does not is kept all the same, since nobody can bring another.
    var nameAgrees: Bool { FileName(claimed: filename).agrees(with: contentType) }
}

extension Attachment {
    /// The same paper in the case that its own has become at another organisation.
    init(_ paper: Attachment, id: AttachmentID, in caseID: CaseID, of held: HeldTransfer, from code: String?, at now: Date) {
        self.init(
            id: id, upload: nil, caseID: caseID, organisation: held.organisation, province: held.province, kind: paper.kind,
            filename: paper.filename, contentType: paper.contentType, size: paper.size, sha256: paper.sha256, uploader: paper.uploader,
            uploaderName: paper.uploaderName, uploaderRole: paper.uploaderRole, storedAt: now, datedOn: paper.datedOn, copyOf: paper.id,
            passedFrom: code)
    }
}

extension Attachment {
    init(_ row: Row) throws {
        id = try row.get("id")
        upload = try row.get("upload")
        caseID = try row.get("case_id")
        organisation = try row.get("organisation")
        province = try row.get("province")
        kind = try row.get("kind")
        filename = try row.get("filename")
        contentType = try row.get("content_type")
        size = try row.get("size")
        sha256 = try row.get("sha256")
        uploader = try row.get("uploader")
        uploaderName = try row.get("uploader_name")
        uploaderRole = try row.get("uploader_role")
        storedAt = try row.get("stored_at")
        datedOn = try row.get("dated_on")
        copyOf = try row.get("copy_of")
        passedFrom = try row.get("passed_from")
    }
}
