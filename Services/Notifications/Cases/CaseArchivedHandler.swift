import Database
import Models
import Outbox

/// Its dossier lies in the archive: the case's clock stands.
struct CaseArchivedHandler: MessageHandler {
    let cases: CaseStore
    let follow: FollowCase

    func handle(_ message: CaseArchived, _ envelope: Envelope, in transaction: Transaction) async throws {
        let watched = try await cases.keep(
            .archived, of: message.case, organisation: message.organisation, version: envelope.version, in: transaction)
        try await follow(watched, in: transaction)
    }
}
