import Database
import Models
import Outbox
import Rules

/// A paper came: its place in the dossier is ticked off, and the others hear how complete the dossier is now. A proof has the client's eligibility
/// decided again first: it is ticked off once all of a category is proved. Of what came along with a case from another organisation only the papers of the
/// request count (Law 11/2017, Điều 29.1): the sender's decisions and work are its own.
struct AttachmentStoredHandler: MessageHandler {
    let clock: WallClock
    let rules: RulePacks
    let outbox: Outbox
    let cases: CaseStore
    let dossier: DossierStore
    let timeline: TimelineStore
    let decideAgain: DecideAgain

    func handle(_ message: AttachmentStored, _ envelope: Envelope, in transaction: Transaction) async throws {
        guard let record = try await cases.lock(message.case, in: transaction) else {
            throw RetryLater("case \(message.case) is not on record yet")
        }
        if try await cases.waitsToBeAnnounced(record.id, in: transaction) {
            throw RetryLater("case \(message.case) has not been announced yet")
        }
        let now = clock.now
        try timeline.add(
            "paper_stored", to: record, by: nil, ["kind": message.kind, "attachment": message.attachment.description], at: now,
            in: transaction)
        guard try await decideAgain(message.kind, message.attachment, of: record, at: now, in: transaction) else { return }
        let stages: [PaperKind.Stage] = message.passedOn == true ? [.request] : PaperKind.Stage.allCases
        let ticked = try await dossier.tick(message.kind, among: stages, of: record.id, by: message.attachment, at: now, in: transaction)
        guard ticked > 0 else { return }
        var papers = try await dossier.papers(of: record.id, in: transaction)
        if rules.beginAnew(&papers, of: record, with: message.attachment, on: LegalDate(now)) {
            dossier.setDue(papers, of: record.id, in: transaction)
        }
        let state = DossierState(papers, record.phase)
        try outbox.publish(state.message(record, at: now), version: record.told + 1, in: transaction)
        cases.countTold(record.id, in: transaction)
    }
}
