import Database
import Models
import ServiceKit

/// Who may go on with an upload: whoever may add papers to its case, and as long as the case has not been heard of, the people of the
/// organisation that began it (a helper: the same helper).
struct UploadAccess: Sendable {
    let database: Database
    let uploads: UploadStore

    /// An upload and the scope in which it is worked on.
    struct Grant: Sendable {
        let upload: Upload
        let scope: Scope
    }

    /// Throws 404 where there is none of theirs.
    func grant(_ id: UploadID, to identity: Identity) async throws -> Grant {
        guard identity.role == .helper else {
            let upload = try await database.transaction(identity.scope) { try await uploads.find(id, in: $0) }
            guard let upload else { throw Problem.notFound() }
            return Grant(upload: upload, scope: identity.scope)
        }
        guard let helper = identity.helper else { throw Problem.notFound() }
        let upload = try await database.transaction(.service) { try await uploads.find(id, of: helper, in: $0) }
        guard let upload else { throw Problem.notFound() }
        return Grant(upload: upload, scope: .organisations([upload.organisation]))
    }
}
