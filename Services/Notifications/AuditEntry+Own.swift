import Foundation
import Models
import Outbox

extension AuditEntry {
    /// What the service does by itself, as its clock demands.
    static func own(_ action: String, _ subjectKind: String, _ subject: UUID, _ organisation: OrganisationID) -> AuditEntry {
        AuditEntry(
            actor: ServiceName.notifications.rawValue, actorName: ServiceName.notifications.rawValue, role: .system, action: action,
            subjectKind: subjectKind, subject: subject, organisation: organisation)
    }
}
