import Database
import Models
import Outbox

/// Its dossier was handed over: the case's clock stops.
struct CaseHandedOverHandler: MessageHandler {
    let cases: CaseStore
    let follow: FollowCase

    func handle(_ message: CaseHandedOver, _ envelope: Envelope, in transaction: Transaction) async throws {
        let watched = try await cases.keep(
            .handedOver, of: message.case, organisation: message.organisation, version: envelope.version, in: transaction)
        try await follow(watched, in: transaction)
    }
}
