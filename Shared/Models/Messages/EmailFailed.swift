package import Foundation

/// A mail could not be delivered and is not tried again.
package struct EmailFailed: Message {
    package static let name: MessageName = "notifications.email-failed.v1"

    package var email: EmailID
    /// Nil for a mail about an account.
    package var organisation: OrganisationID?
    package var `case`: CaseID?
    package var kind: String
    /// What the server said.
    package var reason: String
    package var occurredAt: Date
    package var recordedAt: Date

    package var aggregate: UUID { email.uuid }

    package init(
        email: EmailID,
        organisation: OrganisationID?,
        case: CaseID? = nil,
        kind: String,
        reason: String,
        occurredAt: Date,
        recordedAt: Date
    ) {
        self.email = email
        self.organisation = organisation
        self.case = `case`
        self.kind = kind
        self.reason = reason
        self.occurredAt = occurredAt
        self.recordedAt = recordedAt
    }
}
