import Database
import Foundation
import Models

/// One line of the ledger.
struct Upload: RowDecodable {
    static let columns: SQL = """
        id, organisation, province, case_id, case_known, kind, filename, declared_sha256, metadata, shape, parts, length, received, state, \
        reason, sha256, content_type, attachment, uploader, uploader_name, uploader_role, helper, created_at, expires_at, ended_at
        """

    let id: UploadID
    /// The case's; the uploader's as long as the case has not been heard of.
    let organisation: OrganisationID
    let province: String?
    /// Nil for a part.
    let caseID: CaseID?
    let caseKnown: Bool
    let kind: String?
    /// As shown to people; never part of a path.
    let filename: String?
    /// Lower-case hexadecimal.
    let declaredSHA256: String?
    let metadata: String?
    let shape: UploadShape
    /// The parts of a final upload, in their order.
    let parts: [UploadID]
    /// Bytes; nil where the length comes later.
    let length: Int?
    /// Bytes that are on disk and synced.
    let received: Int
    let state: UploadState
    let reason: RejectionReason?
    let sha256: String?
    let contentType: String?
    let attachment: AttachmentID?
    let uploader: String
    let uploaderName: String
    let uploaderRole: Role
    let helper: HelperID?
    let createdAt: Date
    let expiresAt: Date
    let endedAt: Date?

    init(_ row: Row) throws {
        id = try row.get("id")
        organisation = try row.get("organisation")
        province = try row.get("province")
        caseID = try row.get("case_id")
        caseKnown = try row.get("case_known")
        kind = try row.get("kind")
        filename = try row.get("filename")
        declaredSHA256 = try row.get("declared_sha256")
        metadata = try row.get("metadata")
        shape = try row.get("shape")
        parts = try row.get("parts")
        length = try row.get("length")
        received = try row.get("received")
        state = try row.get("state")
        reason = try row.get("reason")
        sha256 = try row.get("sha256")
        contentType = try row.get("content_type")
        attachment = try row.get("attachment")
        uploader = try row.get("uploader")
        uploaderName = try row.get("uploader_name")
        uploaderRole = try row.get("uploader_role")
        helper = try row.get("helper")
        createdAt = try row.get("created_at")
        expiresAt = try row.get("expires_at")
        endedAt = try row.get("ended_at")
    }
}

extension Upload {
    /// Whether nobody can go on with it or has anything of it; one whose time is over counts before the keeper has ended it.
    func isGone(at now: Date) -> Bool {
        (state.isOver && state != .stored) || (state == .receiving && shape != .final && expiresAt <= now)
    }
}
