import Models
import Outbox
import ServiceKit

/// Who does something to an account, as its history and the audit trail name them.
struct AccountActor: Sendable {
    let subject: String
    let name: String
    let role: Role
    /// The reference of the HTTP request.
    let reference: String?

    init(subject: String, name: String, role: Role, reference: String? = nil) {
        self.subject = subject
        self.name = name
        self.role = role
        self.reference = reference
    }

    init(_ identity: Identity, reference: String) {
        self.init(subject: identity.subject, name: identity.name, role: identity.role, reference: reference)
    }

    /// The account's own person.
    init(_ account: Account, reference: String) {
        self.init(subject: account.id.description, name: account.displayName, role: account.role, reference: reference)
    }

    /// What follows from a message.
    static let portal = AccountActor(subject: "portal", name: "Portal", role: .system)

    func entry(_ action: String, _ account: AccountID, _ organisation: OrganisationID?, details: [String: String] = [:]) -> AuditEntry {
        AuditEntry(
            actor: subject, actorName: name, role: role, action: action, subjectKind: "account", subject: account.uuid,
            organisation: organisation, details: details, reference: reference)
    }
}
