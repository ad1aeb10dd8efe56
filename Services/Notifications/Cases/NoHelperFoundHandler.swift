import Database
import Directory
import Models
import Outbox

/// Nobody can take the case now: the organisation is written to, once in each wait however often the search is tried again.
struct NoHelperFoundHandler: MessageHandler {
    let cases: CaseStore
    let directory: Directory
    let write: WriteMail

    func handle(_ message: NoHelperFound, _ envelope: Envelope, in transaction: Transaction) async throws {
        guard let organisation = try await directory.organisation(message.organisation, in: transaction) else {
            throw RetryLater("organisation \(message.organisation) is not known yet")
        }
        let watched = try await cases.keep(message, version: envelope.version, spell: envelope.id, in: transaction)
        guard watched.assignmentVersion == envelope.version, let spell = watched.waitingSpell, let subject = MailSubject(watched) else {
            return
        }
        write(.noHelperFound, because: spell, to: Addressee(organisation), about: subject, in: transaction)
    }
}
