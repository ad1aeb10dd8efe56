package import Foundation

/// A case went without progress past its deadline.
package struct CaseStalled: Message {
    package static let name: MessageName = "notifications.case-stalled.v1"

    package var `case`: CaseID
    package var organisation: OrganisationID
    package var helper: HelperID?
    /// The last day on which something moved.
    package var lastProgressOn: LegalDate
    package var workingDays: Int
    package var occurredAt: Date
    package var recordedAt: Date

    package var aggregate: UUID { `case`.uuid }

    package init(
        case: CaseID,
        organisation: OrganisationID,
        helper: HelperID? = nil,
        lastProgressOn: LegalDate,
        workingDays: Int,
        occurredAt: Date,
        recordedAt: Date
    ) {
        self.case = `case`
        self.organisation = organisation
        self.helper = helper
        self.lastProgressOn = lastProgressOn
        self.workingDays = workingDays
        self.occurredAt = occurredAt
        self.recordedAt = recordedAt
    }
}
