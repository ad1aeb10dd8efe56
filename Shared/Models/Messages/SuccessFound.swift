package import Foundation

/// It was found which criteria of success a litigation case met (vụ việc thành công; circular 12/2018, Điều 14.1). The latest finding of a case holds.
package struct SuccessFound: Message {
    package static let name: MessageName = "intake.success-found.v1"

    package var finding: SuccessFindingID
    package var `case`: CaseID
    package var organisation: OrganisationID
    package var helper: HelperID?
    /// From the rule pack; none: not successful.
    package var criteria: [String]
    package var occurredAt: Date
    package var recordedAt: Date

    /// Each finding is told once.
    package var aggregate: UUID { finding.uuid }

    package init(
        finding: SuccessFindingID, case: CaseID, organisation: OrganisationID, helper: HelperID?, criteria: [String], occurredAt: Date,
        recordedAt: Date
    ) {
        self.finding = finding
        self.case = `case`
        self.organisation = organisation
        self.helper = helper
        self.criteria = criteria
        self.occurredAt = occurredAt
        self.recordedAt = recordedAt
    }
}
