import Foundation
import Models

/// A token for scripts as the API shows it: never itself.
struct TokenView: Encodable, Sendable {
    let id: AuditSubjectID
    let role: Role
    let organisation: OrganisationID?
    let province: String?
    let helper: HelperID?
    let issuedAt: Date
    let endsAt: Date
    let issuedBy: String?
    let withdrawn: Bool

    init(_ token: IssuedToken, isWithdrawn: Bool) {
        id = token.id
        role = token.role
        organisation = token.organisation
        province = token.province
        helper = token.helper
        issuedAt = token.issuedAt
        endsAt = token.endsAt
        issuedBy = token.issuedBy
        withdrawn = isWithdrawn
    }
}
