import Foundation
import Models
import Outbox
import ServiceKit

/// Who does something, as the audit trail names them.
struct Actor: Sendable {
    let subject: String
    let name: String
    let role: Role
    /// The HTTP request it came with.
    let reference: String?

    /// The signed-in caller of a request.
    init(_ identity: Identity, reference: String) {
        subject = identity.subject
        name = identity.name
        role = identity.role
        self.reference = reference
    }

    /// The public, who need no account to ask for help.
    static func client(reference: String) -> Actor {
        Actor(subject: "public", name: "public", role: .system, reference: reference)
    }

    /// A program that fetches a helper's calendar by its secret address.
    static func calendar(_ feed: UUID, reference: String) -> Actor {
        Actor(subject: "calendar:\(feed.text)", name: "calendar", role: .helper, reference: reference)
    }

    private init(subject: String, name: String, role: Role, reference: String?) {
        self.subject = subject
        self.name = name
        self.role = role
        self.reference = reference
    }

    /// The line for the audit trail.
    func entry(_ action: String, _ subjectKind: String, _ id: UUID?, _ organisation: OrganisationID?, details: [String: String] = [:])
        -> AuditEntry
    {
        AuditEntry(
            actor: subject, actorName: name, role: role, action: action, subjectKind: subjectKind, subject: id, organisation: organisation,
            details: details, reference: reference)
    }
}
