package import Foundation

/// A client asked for another helper, or was answered (circular 12/2018, Điều 9.1). Carries no reason: it can name people, and is not for the helper.
package struct HelperChangeRecorded: Message {
    package static let name: MessageName = "intake.helper-change-recorded.v1"

    package var change: HelperChangeID
    package var `case`: CaseID
    package var organisation: OrganisationID
    /// The last day for the answer.
    package var dueOn: LegalDate
    /// Nil while it waits.
    package var answeredOn: LegalDate?
    package var occurredAt: Date
    package var recordedAt: Date

    package var aggregate: UUID { change.uuid }

    package init(
        change: HelperChangeID, case: CaseID, organisation: OrganisationID, dueOn: LegalDate, answeredOn: LegalDate? = nil,
        occurredAt: Date,
        recordedAt: Date
    ) {
        self.change = change
        self.case = `case`
        self.organisation = organisation
        self.dueOn = dueOn
        self.answeredOn = answeredOn
        self.occurredAt = occurredAt
        self.recordedAt = recordedAt
    }
}
