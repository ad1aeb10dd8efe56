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

    init(subject: String, name: String, role: Role, reference: String?) {
        self.subject = subject
        self.name = name
        self.role = role
        self.reference = reference
    }

    /// The signed-in caller of a request.
    init(_ identity: Identity, _ context: ServiceContext) {
        subject = identity.subject
        name = identity.name
        role = identity.role
        reference = context.reference
    }

    /// The line for the audit trail.
    func entry(
        _ action: String, of kind: String, _ id: UUID?, _ organisation: OrganisationID?, details: [String: String] = [:]
    ) -> AuditEntry {
        AuditEntry(
            actor: subject, actorName: name, role: role, action: action, subjectKind: kind, subject: id, organisation: organisation,
            details: details, reference: reference)
    }
}
