package import Foundation

/// A typed UUIDv7 (RFC 9562 §5.7): ids of different things cannot be mixed up, and new ids sort by the time they were made.
package struct Identifier<Entity>: Hashable, Sendable, Codable, CustomStringConvertible {
    /// The bare UUID, for the database and the wire.
    package let uuid: UUID

    /// Wraps a UUID that came from outside.
    package init(_ uuid: UUID) {
        self.uuid = uuid
    }

    /// A new id, made at `instant`.
    package init(at instant: Date) {
        uuid = UUID.v7(at: instant)
    }

    /// Reads the canonical text form; nil where it is not a UUID.
    package init?(_ text: some StringProtocol) {
        guard let uuid = UUID(text: text) else { return nil }
        self.uuid = uuid
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let uuid = UUID(text: text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "\(text) is not a UUID")
        }
        self.uuid = uuid
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(uuid.text)
    }

    /// Lower case with hyphens, as everything outside Swift writes it.
    package var description: String { uuid.text }
}

/// What an ``Identifier`` can name.
package enum Entity {
    package enum Request {}
    package enum Case {}
    package enum Consultation {}
    package enum Hearing {}
    package enum HelperChange {}
    package enum Expense {}
    package enum Matter {}
    package enum QualityRound {}
    package enum SuccessFinding {}
    package enum Organisation {}
    package enum Helper {}
    package enum Attachment {}
    package enum Upload {}
    package enum Alert {}
    package enum Email {}
    package enum Account {}
    package enum AccountLink {}
    package enum Session {}
    package enum ProgramKey {}
    package enum AuditBatch {}
    package enum AuditLine {}
    /// What a line of the audit trail is about, whatever it is.
    package enum AuditSubject {}
    package enum ReportRun {}
    package enum Revocation {}
}

package typealias RequestID = Identifier<Entity.Request>
package typealias CaseID = Identifier<Entity.Case>
package typealias ConsultationID = Identifier<Entity.Consultation>
package typealias HearingID = Identifier<Entity.Hearing>
package typealias HelperChangeID = Identifier<Entity.HelperChange>
package typealias ExpenseID = Identifier<Entity.Expense>
package typealias MatterID = Identifier<Entity.Matter>
package typealias QualityRoundID = Identifier<Entity.QualityRound>
package typealias SuccessFindingID = Identifier<Entity.SuccessFinding>
package typealias OrganisationID = Identifier<Entity.Organisation>
package typealias HelperID = Identifier<Entity.Helper>
package typealias AttachmentID = Identifier<Entity.Attachment>
package typealias UploadID = Identifier<Entity.Upload>
package typealias AlertID = Identifier<Entity.Alert>
package typealias EmailID = Identifier<Entity.Email>
package typealias AccountID = Identifier<Entity.Account>
package typealias AccountLinkID = Identifier<Entity.AccountLink>
package typealias AuditBatchID = Identifier<Entity.AuditBatch>
package typealias AuditLineID = Identifier<Entity.AuditLine>
package typealias AuditSubjectID = Identifier<Entity.AuditSubject>
package typealias SessionKey = Identifier<Entity.Session>
package typealias ProgramKeyID = Identifier<Entity.ProgramKey>
package typealias ReportRunID = Identifier<Entity.ReportRun>
package typealias RevocationID = Identifier<Entity.Revocation>
