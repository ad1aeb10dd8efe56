import Database
import Foundation
import Models
import ServiceKit

/// The ledger of uploads.
struct UploadStore: Sendable {
    /// What is written when an upload begins.
    struct Beginning: Sendable {
        var organisation: OrganisationID
        var province: String?
        var caseID: CaseID?
        var caseKnown: Bool
        var kind: String?
        var filename: String?
        var declaredSHA256: String?
        var metadata: String?
        var shape = UploadShape.whole
        var parts: [UploadID] = []
        var length: Int?
    }

    func insert(
        _ id: UploadID, _ beginning: Beginning, by identity: Identity, at now: Date, expires: Date, caseDue: Date,
        in transaction: Transaction
    ) async throws {
        try await transaction.execute(
            """
            insert into uploads (id, organisation, province, case_id, case_known, kind, filename, declared_sha256, metadata, shape, parts,
                length, state, uploader, uploader_name, uploader_role, helper, created_at, progressed_at, expires_at, case_due_at)
            values (\(id), \(beginning.organisation), \(beginning.province), \(beginning.caseID), \(beginning.caseKnown), \(beginning.kind),
                \(beginning.filename), \(beginning.declaredSHA256), \(beginning.metadata), \(beginning.shape), \(beginning.parts),
                \(beginning.length), \(UploadState.receiving), \(identity.subject), \(identity.name), \(identity.role), \(identity.helper),
                \(now), \(now), \(expires), \(caseDue))
            """)
    }

    /// The upload, as far as the scope of the transaction shows it.
    func find(_ id: UploadID, in transaction: Transaction) async throws -> Upload? {
        try await transaction.first("select \(Upload.columns) from uploads where id = \(id)")
    }

    /// The same, locked until the transaction ends.
    func lock(_ id: UploadID, in transaction: Transaction) async throws -> Upload? {
        try await transaction.first("select \(Upload.columns) from uploads where id = \(id) for update")
    }

    /// The upload, if the helper may go on with it: for a known case the one who has the case, else the one who began it.
    func find(_ id: UploadID, of helper: HelperID, in transaction: Transaction) async throws -> Upload? {
        try await transaction.first(
            """
            select \(Upload.columns)
            from uploads
            where id = \(id)
                and \(helper) = case when case_known then (select cases.helper from cases where cases.id = case_id) else uploads.helper end
            """)
    }

    /// Moves the offset on: only from where the caller thinks it is, so that two writers never both succeed. False where it was not there.
    func advance(
        _ id: UploadID, from: Int, to received: Int, length: Int?, at now: Date, expires: Date, in transaction: Transaction
    ) async throws -> Bool {
        try await transaction.execute(
            """
            update uploads
            set received = \(received), length = coalesce(length, \(length)), progressed_at = \(now), expires_at = \(expires),
                state = case when \(received) = coalesce(length, \(length)) then 'received' else 'receiving' end
            where id = \(id) and received = \(from) and state = 'receiving'
            """) == 1
    }

    /// Takes the smaller of what the ledger says and what the disk has.
    func takeBack(_ id: UploadID, to received: Int, at now: Date, expires: Date, in transaction: Transaction) async throws {
        try await transaction.execute(
            """
            update uploads
            set received = \(received), state = 'receiving', sha256 = null, content_type = null, progressed_at = \(now),
                expires_at = \(expires)
            where id = \(id) and state in ('receiving', 'received') and received > \(received)
            """)
    }

    /// What was found out of the whole content; stands before the file is moved, so that the move can be recognised after a crash.
    func describe(_ id: UploadID, sha256: String, contentType: String, in transaction: Transaction) async throws -> Bool {
        try await transaction.execute(
            """
            update uploads
            set sha256 = \(sha256), content_type = \(contentType)
            where id = \(id) and state = 'received'
            """) == 1
    }

    func end(
        _ id: UploadID, as state: UploadState, reason: RejectionReason? = nil, attachment: AttachmentID? = nil, at now: Date,
        in transaction: Transaction
    ) async throws -> Bool {
        try await transaction.execute(
            """
            update uploads
            set state = \(state), reason = \(reason), attachment = \(attachment), ended_at = \(now)
            where id = \(id) and state in ('receiving', 'received')
            """) == 1
    }

    /// Uses up the parts of a final upload; false where one of them is no longer there.
    func join(_ parts: [UploadID], at now: Date, in transaction: Transaction) async throws -> Bool {
        try await transaction.execute(
            """
            update uploads
            set state = 'joined', ended_at = \(now)
            where id = any(\(parts)) and state = 'received' and shape = 'partial'
            """) == parts.count
    }

    /// Says whose case it is.
    func claim(_ id: UploadID, for known: KnownCase, in transaction: Transaction) async throws {
        try await transaction.execute(
            """
            update uploads
            set case_known = true, organisation = \(known.organisation), province = \(known.province)
            where id = \(id) and state in ('receiving', 'received')
            """)
    }
}
