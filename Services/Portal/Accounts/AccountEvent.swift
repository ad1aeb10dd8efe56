import Database
import Foundation
import Models

/// Something that happened to an account: a line of its history.
struct AccountEvent: RowDecodable, Sendable {
    enum What: String, CaseIterable, Sendable {
        case entered, changed, deactivated, revived
        case linkSent = "link-sent"
        case passwordChosen = "password-chosen"
        /// Its person gave it back to the organisation (circular 12/2018/TT-BTP, Điều 11a.5b).
        case handedBack = "handed-back"
        case secondFactorSet = "second-factor-set"
        case secondFactorRemoved = "second-factor-removed"
        case sessionsEnded = "sessions-ended"
        /// Its helper left the register, or moved to another organisation.
        case helperLeft = "helper-left"
        case helperMoved = "helper-moved"
        /// With its person at the identity provider.
        case providerConnected = "provider-connected"
        case providerDisconnected = "provider-disconnected"

        /// As the audit trail names it.
        var action: String { self == .entered ? "account.added" : "account.\(rawValue)" }

        /// As the keys of the catalogue write it.
        var key: String { rawValue.replacing("-", with: "_") }
    }

    let id: UUID
    let at: Date
    let what: What
    let actorName: String
    let role: Role
    let organisation: OrganisationID?
    let active: Bool
    let reason: String?

    init(_ row: Row) throws {
        id = try row.get("id")
        at = try row.get("at")
        what = try row.get("what")
        actorName = try row.get("actor_name")
        role = try row.get("role")
        organisation = try row.get("organisation")
        active = try row.get("active")
        reason = try row.get("reason")
    }
}

extension AccountEvent.What: Bindable, ColumnDecodable {}
