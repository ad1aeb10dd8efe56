package import Database
package import Foundation
package import Models

/// One line of the audit trail: who did or saw what.
package struct AuditEntry: Sendable {
    /// The account or token.
    package var actor: String
    package var actorName: String
    package var role: Role
    /// `<subject>.<what>`, as `request.accepted` or `case.viewed`.
    package var action: String
    package var subjectKind: String
    package var subject: UUID?
    package var organisation: OrganisationID?
    /// Never personal facts: what changed, not whose.
    package var details: [String: String]
    /// The reference of the HTTP request, as shown in errors and logs.
    package var reference: String?

    package init(
        actor: String, actorName: String, role: Role, action: String, subjectKind: String, subject: UUID?, organisation: OrganisationID?,
        details: [String: String] = [:], reference: String? = nil
    ) {
        self.actor = actor
        self.actorName = actorName
        self.role = role
        self.action = action
        self.subjectKind = subjectKind
        self.subject = subject
        self.organisation = organisation
        self.details = details
        self.reference = reference
    }
}

extension Transaction {
    /// Writes `entry` with the next round trip of this transaction.
    package func audit(_ entry: AuditEntry, at now: Date) throws {
        let details = JSONParameter(words: entry.details)
        later(
            """
            insert into audit (id, at, actor, actor_name, role, action, subject_kind, subject, organisation, details, reference)
            values (\(UUID.v7(at: now)), \(now), \(entry.actor), \(entry.actorName), \(entry.role), \(entry.action), \(entry.subjectKind),
                \(entry.subject), \(entry.organisation), \(details), \(entry.reference))
            """)
    }
}
