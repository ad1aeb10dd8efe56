package import Foundation

/// An account was made, or what it may do has changed. Neither its name nor how it signs in travels.
package struct AccountChanged: Message {
    package static let name: MessageName = "portal.account-changed.v1"

    package var account: AccountID
    package var role: Role
    package var organisation: OrganisationID?
    package var province: String?
    package var helper: HelperID?
    package var active: Bool
    package var occurredAt: Date
    package var recordedAt: Date

    package var aggregate: UUID { account.uuid }

    package init(
        account: AccountID, role: Role, organisation: OrganisationID? = nil, province: String? = nil, helper: HelperID? = nil, active: Bool,
        occurredAt: Date, recordedAt: Date
    ) {
        self.account = account
        self.role = role
        self.organisation = organisation
        self.province = province
        self.helper = helper
        self.active = active
        self.occurredAt = occurredAt
        self.recordedAt = recordedAt
    }
}
