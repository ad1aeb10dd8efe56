import Database
import Foundation
import Models
import Outbox
import Pages

/// Writes a mail in the transaction of what it tells; the sender is woken once that is committed. The same kind of mail for the same cause and
/// audience is written once, however often it is asked for.
struct WriteMail: Sendable {
    let clock: WallClock
    let vietnamese: Sentences
    let english: Sentences
    /// The front door's address, without a slash at its end.
    let publicURL: String
    let emails: EmailStore
    let doorbell: Doorbell

    /// - Parameter details: further values of the template, in words of the language.
    func callAsFunction(
        _ kind: MailKind, because cause: UUID, to addressee: Addressee, about subject: MailSubject, in transaction: Transaction,
        details: (Sentences) -> [String: String] = { _ in [:] }
    ) {
        guard let address = addressee.email else { return }
        let now = clock.now
        let parts = [vietnamese, english].map { text(kind, addressee, subject, details($0), $0) }
        emails.insert(
            NewEmail(
                id: EmailID(at: now), kind: kind, cause: cause, addressee: addressee, address: address, about: subject,
                subject: vietnamese("mail_\(kind.key)_subject", ["code": subject.code]),
                body: (parts.joined(separator: "\n\n---\n\n") + "\n"), createdAt: now),
            in: transaction)
        transaction.afterCommit { doorbell.ring() }
    }

    /// The mail with a link by which a password is chosen.
    func link(_ link: AccountLinkIssued, in transaction: Transaction) {
        let kind: MailKind = link.purpose == .invitation ? .accountInvitation : .accountPassword
        let addressee = Addressee(link)
        let parts = [vietnamese, english].map { t in
            [
                t("mail_greeting", ["name": addressee.name]),
                t("mail_\(kind.key)_text", ["login": link.login, "until": t.formats.dateTime(link.endsAt)]), publicURL + link.path,
                t("mail_account_unasked"), t("mail_closing"),
            ].joined(separator: "\n\n")
        }
        let now = clock.now
        emails.insert(
            NewEmail(
                id: EmailID(at: now), kind: kind, cause: link.link.uuid, addressee: addressee, address: link.email, about: nil,
                subject: vietnamese("mail_\(kind.key)_subject"), body: parts.joined(separator: "\n\n---\n\n") + "\n", createdAt: now),
            in: transaction)
        transaction.afterCommit { doorbell.ring() }
    }

    private func text(_ kind: MailKind, _ addressee: Addressee, _ subject: MailSubject, _ details: [String: String], _ t: Sentences)
        -> String
    {
        let values = details.merging(["code": subject.code]) { _, code in code }
        return [
            t("mail_greeting", ["name": addressee.name]), t("mail_\(kind.key)_text", values),
            t("mail_link") + ": \(publicURL)/cases/\(subject.case)", t("mail_closing"),
        ].joined(separator: "\n\n")
    }
}
