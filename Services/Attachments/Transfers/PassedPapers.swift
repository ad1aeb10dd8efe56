import Database
import Models
import Outbox
import ServiceKit

/// The papers of a case that came from another organisation, while it is a request: whoever decides on it reads them (Law 11/2017, Điều 30). For everybody else,
/// and once it was passed on again, they are not there.
struct PassedPapers: Sendable {
    let database: Database
    let transfers: TransferStore
    let attachments: AttachmentStore
    let clock: WallClock

    /// Throws 404 where nothing came as that request, or it is none of theirs.
    func held(_ request: RequestID, by identity: Identity) async throws -> HeldTransfer {
        let found = try await database.transaction(identity.scope) { try await transfers.find(request, in: $0) }
        guard let found else { throw Problem.notFound() }
        return found
    }

    /// All of them; the look is on record with whoever looks.
    func list(_ request: RequestID, _ context: ServiceContext) async throws -> [Attachment] {
        let held = try await held(request, by: context.require())
        return try await database.transaction(.service) { transaction in
            try transaction.audit(
                context.auditEntry("attachments.listed", kind: "request", subject: request.uuid, organisation: held.organisation),
                at: clock.now)
            return try await attachments.all(of: held.origin, in: transaction)
        }
    }

    /// One of them, and who holds it. Throws 404 where it is none of the request's.
    func find(_ id: AttachmentID, of request: RequestID, for identity: Identity) async throws -> (Attachment, HeldTransfer) {
        let held = try await held(request, by: identity)
        let paper = try await database.transaction(.service) { try await attachments.find(id, in: $0) }
        guard let paper, paper.caseID == held.origin else { throw Problem.notFound() }
        return (paper, held)
    }
}
