package import Foundation

/// A mail was taken by the mail server, or laid into the Maildir.
package struct EmailDelivered: Message {
    package static let name: MessageName = "notifications.email-delivered.v1"

    package var email: EmailID
    /// Nil for a mail about an account.
    package var organisation: OrganisationID?
    package var `case`: CaseID?
    /// The template, as `case-assigned`.
    package var kind: String
    package var occurredAt: Date
    package var recordedAt: Date

    package var aggregate: UUID { email.uuid }

    package init(
        email: EmailID,
        organisation: OrganisationID?,
        case: CaseID? = nil,
        kind: String,
        occurredAt: Date,
        recordedAt: Date
    ) {
        self.email = email
        self.organisation = organisation
        self.case = `case`
        self.kind = kind
        self.occurredAt = occurredAt
        self.recordedAt = recordedAt
    }
}
