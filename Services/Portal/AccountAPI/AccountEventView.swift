import Foundation
import Models

/// A line of an account's history: what happened, and as what the account stood after it.
struct AccountEventView: Encodable, Sendable {
    let id: UUID
    let at: Date
    let what: String
    let by: String
    let role: Role
    let organisation: OrganisationID?
    let active: Bool
    let reason: String?

    init(_ event: AccountEvent) {
        id = event.id
        at = event.at
        what = event.what.rawValue
        by = event.actorName
        role = event.role
        organisation = event.organisation
        active = event.active
        reason = event.reason
    }
}
