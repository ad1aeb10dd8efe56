package import Foundation

/// Somebody is to be sent a link by which they choose a password for their account, once. It opens the account until it is used or over, so the
/// message goes to the service that mails it alone.
package struct AccountLinkIssued: Message {
    package static let name: MessageName = "portal.account-link-issued.v1"

    /// What the link is for.
    package enum Purpose: String, Codable, CaseIterable, Sendable {
        /// A new account is handed to its person.
        case invitation
        /// A password was forgotten.
        case password
    }

    package var link: AccountLinkID
    package var account: AccountID
    package var purpose: Purpose
    package var displayName: String
    package var login: String
    package var email: String
    /// From the front door's address on.
    package var path: String
    package var endsAt: Date
    package var occurredAt: Date
    package var recordedAt: Date

    package var aggregate: UUID { link.uuid }

    package init(
        link: AccountLinkID, account: AccountID, purpose: Purpose, displayName: String, login: String, email: String, path: String,
        endsAt: Date, occurredAt: Date, recordedAt: Date
    ) {
        self.link = link
        self.account = account
        self.purpose = purpose
        self.displayName = displayName
        self.login = login
        self.email = email
        self.path = path
        self.endsAt = endsAt
        self.occurredAt = occurredAt
        self.recordedAt = recordedAt
    }
}
