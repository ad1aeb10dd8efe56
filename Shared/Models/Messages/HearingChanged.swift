package import Foundation

/// A hearing of a case was fixed, changed, or is over. Carries no place and no notes: what is written freely can name people, and stays in Intake.
package struct HearingChanged: Message {
    package static let name: MessageName = "intake.hearing-changed.v1"

    package enum State: String, Codable, Sendable {
        case scheduled, held
        /// Hoãn: it did not take place on that day.
        case adjourned
        /// Entered wrongly, or called off for good.
        case withdrawn
    }

    package var hearing: HearingID
    package var `case`: CaseID
    package var organisation: OrganisationID
    /// From the rule pack.
    package var kind: String
    /// To the minute.
    package var startsAt: Date
    package var state: State
    /// When it was to be before, where this change moved it; of a hearing that another was adjourned to, when that one was to be.
    package var movedFrom: Date?
    /// When the hearing is that this one was adjourned to, where that is known; it is told of on its own too.
    package var next: Date?
    package var occurredAt: Date
    package var recordedAt: Date

    package var aggregate: UUID { hearing.uuid }

    package init(
        hearing: HearingID, case: CaseID, organisation: OrganisationID, kind: String, startsAt: Date, state: State, movedFrom: Date? = nil,
        next: Date? = nil, occurredAt: Date, recordedAt: Date
    ) {
        self.hearing = hearing
        self.case = `case`
        self.organisation = organisation
        self.kind = kind
        self.startsAt = startsAt
        self.state = state
        self.movedFrom = movedFrom
        self.next = next
        self.occurredAt = occurredAt
        self.recordedAt = recordedAt
    }
}
