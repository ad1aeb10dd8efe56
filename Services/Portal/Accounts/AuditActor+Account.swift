import Models
import Outbox
import ServiceKit

/// Who does something to an account.
extension AuditActor {
    init(_ identity: Identity, reference: String) {
        self.init(id: identity.subject, name: identity.name, role: identity.role, reference: reference)
    }

    /// The account's own person.
    init(_ account: Account, reference: String) {
        self.init(id: account.id.description, name: account.displayName, role: account.role, reference: reference)
    }

    /// What follows from a message.
    static let portal = AuditActor(id: "portal", name: "Portal", role: .system)
}
