import Database
import Models
import Outbox
import Pages

/// A helper was picked: the case moved, the helper is written to, and told of the hearings that are near. A pick that comes to be heard after a newer one is not mailed: it no
/// longer holds; nor is one that an older register brought along.
struct CaseAssignedHandler: MessageHandler {
    let clock: WallClock
    let cases: CaseStore
    let helpers: HelperStore
    let hearings: HearingStore
    let follow: FollowCase
    let write: WriteMail

    func handle(_ message: CaseAssigned, _ envelope: Envelope, in transaction: Transaction) async throws {
        guard let helper = try await helpers.find(message.helper, in: transaction) else {
            throw RetryLater("helper \(message.helper) is not known yet")
        }
        let watched = try await cases.keep(
            message, version: envelope.version, movedOn: LegalDate(message.occurredAt), in: transaction)
        try await follow(watched, in: transaction)
        if watched.assignmentVersion == envelope.version { hearings.lookAgain(watched.id, at: clock.now, in: transaction) }
        guard message.imported != true, watched.assignmentVersion == envelope.version, let subject = MailSubject(watched) else { return }
        write(.caseAssigned, because: envelope.id, to: Addressee(helper), about: subject, in: transaction) { t in
            ["form": t.label(message.form)]
        }
    }
}
