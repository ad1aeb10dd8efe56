package import Foundation

/// The work of a case was completed.
package struct CaseFinished: Message {
    package static let name: MessageName = "intake.case-finished.v1"

    package var `case`: CaseID
    package var organisation: OrganisationID
    /// The helper on the last day: the performer that the statistics count.
    package var helper: HelperID?
    package var finishedOn: LegalDate
    /// Papers that were missing, and why who leads the organisation let it be finished all the same; nil where nothing was missing.
    package var waivedPapers: [String]?
    package var waivedReason: String?
    package var occurredAt: Date
    package var recordedAt: Date

    package var aggregate: UUID { `case`.uuid }

    package init(
        case: CaseID,
        organisation: OrganisationID,
        helper: HelperID? = nil,
        finishedOn: LegalDate,
        waivedPapers: [String]? = nil,
        waivedReason: String? = nil,
        occurredAt: Date,
        recordedAt: Date
    ) {
        self.case = `case`
        self.organisation = organisation
        self.helper = helper
        self.finishedOn = finishedOn
        self.waivedPapers = waivedPapers
        self.waivedReason = waivedReason
        self.occurredAt = occurredAt
        self.recordedAt = recordedAt
    }
}
