import Foundation
import Models

/// A token for scripts that was handed out, as the audit trail has it: `caunoi token`.
struct IssuedToken: Sendable {
    let id: AuditSubjectID
    let role: Role
    let organisation: OrganisationID?
    let province: String?
    let helper: HelperID?
    let issuedAt: Date
    let endsAt: Date
    /// The machine's user who asked for it.
    let issuedBy: String?

    /// Nil where the entry is of something else.
    init?(_ entry: TrailEntry) {
        guard entry.action == Self.action, let id = entry.subject, let details = entry.details,
            let role = details["role"].flatMap(Role.init(rawValue:)), let seconds = details["seconds"].flatMap({ Double($0) })
        else { return nil }
        self.id = id
        self.role = role
        organisation = entry.organisation
        province = details["province"]
        helper = details["helper"].flatMap { HelperID($0) }
        issuedAt = entry.at
        endsAt = entry.at.addingTimeInterval(seconds)
        issuedBy = details["user"]
    }

    static let action = "token.issued"

    /// The claim that names it.
    var jti: String { id.uuid.text }
}
