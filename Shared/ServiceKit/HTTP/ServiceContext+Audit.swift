package import Foundation
package import Models
package import Outbox

extension ServiceContext {
    /// A line of the audit trail about what this request does or shows, for `transaction.audit(_:at:)`. Throws 401 without an identity.
    ///
    /// - Parameters:
    ///   - action: `<subject>.<what>`, as `case.viewed`.
    ///   - organisation: whose row it is; the caller's own by default.
    ///   - details: what changed, never whose.
    package func auditEntry(
        _ action: String, kind: String, subject: UUID?, organisation: OrganisationID? = nil, details: [String: String] = [:]
    ) throws -> AuditEntry {
        let identity = try require()
        return AuditEntry(
            actor: identity.subject, actorName: identity.name, role: identity.role, action: action, subjectKind: kind, subject: subject,
            organisation: organisation ?? identity.organisation, details: details, reference: reference)
    }
}
