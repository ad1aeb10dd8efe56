package import Foundation

/// Lines of a service's audit trail, for Portal, which alone gathers, seals and shows them. Each line is told once.
package struct AuditRecorded<Sender: DaySealing>: Message {
    package static var name: MessageName { MessageName(rawValue: "\(Sender.service.rawValue).audit-recorded.v1") }

    package var batch: AuditBatchID
    package var lines: [AuditLine]
    package var occurredAt: Date
    package var recordedAt: Date

    package var aggregate: UUID { batch.uuid }

    package init(batch: AuditBatchID, lines: [AuditLine], occurredAt: Date, recordedAt: Date) {
        self.batch = batch
        self.lines = lines
        self.occurredAt = occurredAt
        self.recordedAt = recordedAt
    }
}

/// One line of the audit trail: who did or saw what.
package struct AuditLine: Codable, Hashable, Sendable {
    package var id: AuditLineID
    package var at: Date
    /// The account or token.
    package var actor: String
    package var actorName: String
    package var role: Role
    /// `<subject>.<what>`, as `case.viewed`.
    package var action: String
    package var subjectKind: String
    package var subject: AuditSubjectID?
    package var organisation: OrganisationID?
    package var details: [String: String]?
    /// Of the HTTP request.
    package var reference: String?

    package init(
        id: AuditLineID, at: Date, actor: String, actorName: String, role: Role, action: String, subjectKind: String,
        subject: AuditSubjectID?,
        organisation: OrganisationID?, details: [String: String]?, reference: String?
    ) {
        self.id = id
        self.at = at
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

/// Every service's lines, for the catalogue.
package enum AuditRecord {
    package static let all: [any Message.Type] = ServiceName.allCases.map { message(of: DaySeal.sender($0)) }

    private static func message<Sender: DaySealing>(of sender: Sender.Type) -> any Message.Type { AuditRecorded<Sender>.self }
}
