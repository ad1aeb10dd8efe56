package import Foundation

/// A stalled case moves again.
package struct CaseMoving: Message {
    package static let name: MessageName = "notifications.case-moving.v1"

    package var `case`: CaseID
    package var organisation: OrganisationID
    package var occurredAt: Date
    package var recordedAt: Date

    package var aggregate: UUID { `case`.uuid }

    package init(case: CaseID, organisation: OrganisationID, occurredAt: Date, recordedAt: Date) {
        self.case = `case`
        self.organisation = organisation
        self.occurredAt = occurredAt
        self.recordedAt = recordedAt
    }
}
