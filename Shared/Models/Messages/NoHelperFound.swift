package import Foundation

/// No helper of the organisation can take a case now; it waits and is tried again when a helper changes.
package struct NoHelperFound: Message {
    package static let name: MessageName = "assignment.no-helper-found.v1"

    package var `case`: CaseID
    package var code: String
    package var organisation: OrganisationID
    package var province: String
    /// How many helpers each rule excluded.
    package var exclusions: [String: Int]
    package var occurredAt: Date
    package var recordedAt: Date

    package var aggregate: UUID { `case`.uuid }

    package init(
        case: CaseID,
        code: String,
        organisation: OrganisationID,
        province: String,
        exclusions: [String: Int],
        occurredAt: Date,
        recordedAt: Date
    ) {
        self.case = `case`
        self.code = code
        self.organisation = organisation
        self.province = province
        self.exclusions = exclusions
        self.occurredAt = occurredAt
        self.recordedAt = recordedAt
    }
}
