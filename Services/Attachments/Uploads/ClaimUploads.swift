import Database
import Directory
import Foundation
import Models

/// Joins uploads to a case that has been heard of after they began, if their sender may add papers to it. Those of a helper who is not (yet)
/// assigned wait on; those of another organisation are rejected.
struct ClaimUploads: Sendable {
    let cases: CaseStore
    let uploads: UploadStore
    let directory: Directory
    let ending: EndUpload
    let wake: Wake

    func claim(for id: CaseID, in transaction: Transaction) async throws {
        let waiting = try await uploads.waiting(for: id, in: transaction)
        guard !waiting.isEmpty, let known = try await cases.find(id, in: transaction) else { return }
        let owner = try await directory.organisation(known.organisation, in: transaction)
        for upload in waiting {
            if upload.uploaderRole == .helper {
                if known.helper != nil, upload.helper == known.helper { try await uploads.claim(upload.id, for: known, in: transaction) }
            } else if upload.organisation == known.organisation || upload.organisation == owner?.parent {
                try await uploads.claim(upload.id, for: known, in: transaction)
            } else if owner != nil {
                try await ending.reject(upload, .notPermitted, in: transaction)
                transaction.afterCommit { [folder = ending.folder] in Task { try? await folder.removePart(upload.id) } }
            }
        }
        transaction.afterCommit { wake.ring() }
    }
}
