import Database
import Directory
import Models
import Outbox
import Pages
import Rules
import ServiceKit

/// Tells the helper of a case, or its organisation where it has no helper, that a paper did not arrive. Only where the paper was sent from
/// the case's own organisation or its centre: nobody is written to because a stranger named their case.
struct LostPaper: Sendable {
    /// Attempts after which a case that nobody has heard of is taken for one that does not exist: a good minute.
    private static let patience = 2

    let clock: WallClock
    let rules: RulePacks
    let cases: CaseStore
    let helpers: HelperStore
    let directory: Directory
    let write: WriteMail

    func callAsFunction(
        _ mail: MailKind, of id: CaseID, sentBy sender: OrganisationID?, kind: String, reason: String?, _ envelope: Envelope,
        in transaction: Transaction
    ) async throws {
        guard let sender else { return }
        guard let watched = try await cases.find(id, in: transaction), let subject = MailSubject(watched) else {
            if envelope.attempts < Self.patience { throw RetryLater("case \(id) is not known yet") }
            return
        }
        let organisation = try await directory.organisation(watched.organisation, in: transaction)
        guard sender == watched.organisation || sender == organisation?.parent else { return }
        guard let addressee = try await addressee(watched, organisation, in: transaction) else { return }
        write(mail, because: envelope.id, to: addressee, about: subject, in: transaction) { t in
            [
                "paper": title(of: kind, language: t.language.rawValue),
                "reason": reason.map { t.known("mail_reason_\($0)") ?? t("mail_reason_other") } ?? "",
            ]
        }
    }

    private func addressee(_ watched: WatchedCase, _ organisation: Organisation?, in transaction: Transaction) async throws -> Addressee? {
        guard let id = watched.helper else { return organisation.map { Addressee($0) } }
        guard let helper = try await helpers.find(id, in: transaction) else { throw RetryLater("helper \(id) is not known yet") }
        return Addressee(helper)
    }

    private func title(of kind: String, language: String) -> String {
        let today = clock.today
        return rules.dossier(on: today).title(ofKind: kind, proofs: rules.eligibility(on: today).papers)?.text(language) ?? kind
    }
}
