import Database
import Foundation
import Models

/// A mail as it is written.
struct NewEmail: Sendable {
    let id: EmailID
    let kind: MailKind
    let cause: UUID
    let addressee: Addressee
    let address: String
    /// Nil for a mail about an account.
    let about: MailSubject?
    let subject: String
    let body: String
    let createdAt: Date
}

/// A mail in the hands of the sender.
struct Email: RowDecodable {
    static let columns: SQL = """
        emails.id, emails.organisation, emails.case_id, emails.kind, emails.recipient, emails.recipient_name, emails.subject, emails.body,
        emails.created_at, emails.attempts, emails.lease, extract(epoch from clock_timestamp() - emails.queued_at)::float8 as age
        """

    let id: EmailID
    let organisation: OrganisationID?
    let `case`: CaseID?
    let kind: MailKind
    let recipient: String
    let recipientName: String
    let subject: String
    let body: String
    let createdAt: Date
    /// This attempt counted, from 1.
    let attempts: Int
    /// What says that this sender has it.
    let lease: UUID
    /// Seconds since it was written, by the server's own clock.
    let age: Double

    init(_ row: Row) throws {
        id = try row.get("id")
        organisation = try row.get("organisation")
        self.case = try row.get("case_id")
        kind = try row.get("kind")
        recipient = try row.get("recipient")
        recipientName = try row.get("recipient_name")
        subject = try row.get("subject")
        body = try row.get("body")
        createdAt = try row.get("created_at")
        attempts = try row.get("attempts")
        lease = try row.get("lease")
        age = try row.get("age")
    }
}
