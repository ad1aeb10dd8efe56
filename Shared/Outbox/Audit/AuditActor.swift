import Foundation
package import Models

/// Who does what the audit trail is to tell of.
package struct AuditActor: Sendable {
    /// The account or token.
    package let id: String
    package let name: String
    package let role: Role
    /// The reference of the HTTP request, as shown in errors and logs.
    package let reference: String?

    package init(id: String, name: String, role: Role, reference: String? = nil) {
        self.id = id
        self.name = name
        self.role = role
        self.reference = reference
    }
}

extension AuditEntry {
    /// What somebody did to a parked message.
    static func parked(_ action: String, _ id: UUID, by actor: AuditActor, details: [String: String]) -> AuditEntry {
        AuditEntry(
            actor: actor.id, actorName: actor.name, role: actor.role, action: "parked-message.\(action)", subjectKind: "parked-message",
            subject: id, organisation: nil, details: details, reference: actor.reference)
    }
}
