import Database
import Models
import Outbox

/// The work rests: the case's clock stands until the day by which it is expected to go on, or until it is resumed where nobody named one.
struct CaseSuspendedHandler: MessageHandler {
    let cases: CaseStore
    let follow: FollowCase

    func handle(_ message: CaseSuspended, _ envelope: Envelope, in transaction: Transaction) async throws {
        let watched = try await cases.keep(
            .suspended, of: message.case, organisation: message.organisation, version: envelope.version, until: message.expectedOn,
            in: transaction)
        try await follow(watched, in: transaction)
    }
}
