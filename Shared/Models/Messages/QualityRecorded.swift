package import Foundation

/// The quality of a case was appraised by its centre or evaluated by Sở or Cục, by every reviewer who was to (circular 12/2018, Điều 14–17).
package struct QualityRecorded: Message {
    package static let name: MessageName = "intake.quality-recorded.v1"

    /// `appraisal` or `evaluation`.
    package var kind: String
    package var round: QualityRoundID
    package var `case`: CaseID
    package var organisation: OrganisationID
    package var helper: HelperID?
    /// The mean of the reviewers, of 100.
    package var total: Double
    /// From the rule pack.
    package var grade: String
    package var reviewers: Int
    package var occurredAt: Date
    package var recordedAt: Date

    /// Each round is told once.
    package var aggregate: UUID { round.uuid }

    package init(
        kind: String,
        round: QualityRoundID,
        case: CaseID,
        organisation: OrganisationID,
        helper: HelperID?,
        total: Double,
        grade: String,
        reviewers: Int,
        occurredAt: Date,
        recordedAt: Date
    ) {
        self.kind = kind
        self.round = round
        self.case = `case`
        self.organisation = organisation
        self.helper = helper
        self.total = total
        self.grade = grade
        self.reviewers = reviewers
        self.occurredAt = occurredAt
        self.recordedAt = recordedAt
    }
}
