import Database
import Models
import Outbox

/// A paper came: its place in the dossier is ticked off, and the others hear how complete the dossier is now. A proof has the client's eligibility
/// decided again first: it is ticked off once all of a category is proved.
struct AttachmentStoredHandler: MessageHandler {
    let clock: WallClock
    let outbox: Outbox
    let cases: CaseStore
    let dossier: DossierStore
    let timeline: TimelineStore
    let decideAgain: DecideAgain

    func handle(_ message: AttachmentStored, _ envelope: Envelope, in transaction: Transaction) async throws {
        guard let record = try await cases.lock(message.case, in: transaction) else {
            throw RetryLater("case \(message.case) is not on record yet")
        }
        guard record.announcedAt != nil else { throw RetryLater("case \(message.case) has not been announced yet") }
        let now = clock.now
        try timeline.add(
            "paper_stored", to: record, by: nil, ["kind": message.kind, "attachment": message.attachment.description], at: now,
            in: transaction)
        guard try await decideAgain(message.kind, message.attachment, of: record, at: now, in: transaction) else { return }
        let ticked = try await dossier.tick(message.kind, of: record.id, by: message.attachment, at: now, in: transaction)
        guard ticked > 0 else { return }
        let state = DossierState(try await dossier.papers(of: record.id, in: transaction), isFinished: record.isFinished)
        try outbox.publish(state.message(record, at: now), version: record.told + 1, in: transaction)
        cases.countTold(record.id, in: transaction)
    }
}
