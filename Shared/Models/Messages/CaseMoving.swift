package import Foundation

/// A stalled case stands still no longer: it moves again, or is not expected to.
package struct CaseMoving: Message {
    package static let name: MessageName = "notifications.case-moving.v1"

    package enum Cause: String, Codable, Sendable {
        case moving
        /// The work rests.
        case suspended
        case ended
    }

    package var `case`: CaseID
    package var organisation: OrganisationID
    /// Nil in what was told before it was known.
    package var cause: Cause?
    package var occurredAt: Date
    package var recordedAt: Date

    package var aggregate: UUID { `case`.uuid }

    package init(case: CaseID, organisation: OrganisationID, cause: Cause? = nil, occurredAt: Date, recordedAt: Date) {
        self.case = `case`
        self.organisation = organisation
        self.cause = cause
        self.occurredAt = occurredAt
        self.recordedAt = recordedAt
    }
}
