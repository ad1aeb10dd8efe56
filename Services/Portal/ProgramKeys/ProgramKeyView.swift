import Foundation
import Models
import ServiceKit

/// A program's key as the API shows it; the secret only where it has just been made.
struct ProgramKeyView: Encodable, Sendable {
    let id: ProgramKeyID
    let name: String
    let organisation: OrganisationID
    let rights: [String]
    let state: String
    let madeAt: Date
    let madeBy: String
    let endsOn: LegalDate
    let endsAt: Date
    let usedAt: Date?
    let withdrawnAt: Date?
    let withdrawnBecause: String?
    let secret: String?

    init(_ key: ProgramKey, secret: ProgramSecret? = nil, at now: Date) {
        id = key.id
        name = key.name
        organisation = key.organisation
        rights = key.rights.map(\.rawValue)
        state = key.state(at: now).rawValue
        madeAt = key.madeAt
        madeBy = key.madeBy
        endsOn = key.endsOn
        endsAt = key.endsAt
        usedAt = key.usedAt
        withdrawnAt = key.withdrawnAt
        withdrawnBecause = key.withdrawnBecause
        self.secret = secret?.text
    }
}
