package import Foundation

/// Whoever got a case or a request from another organisation has decided on it (Law 11/2017, Điều 16.3, 30, 35). Tells what became of it and nothing of what
/// they hold of it.
package struct TransferAnswered: Message {
    package static let name: MessageName = "intake.transfer-answered.v1"

    /// What it is with them.
    package var request: RequestID
    /// Who answers.
    package var organisation: OrganisationID
    package var province: String
    /// Who passed it to them.
    package var sender: OrganisationID
    /// The case with which it began, wherever that was; nil where a request was passed on.
    package var origin: CaseID?
    /// How often it has been passed on since it began, by which they got it: 1 or more.
    package var passing: Int
    package var outcome: TransferOutcome
    /// Where it was accepted: the case there, and its code.
    package var `case`: CaseID?
    package var code: String?
    /// Where it was passed on: to whom, and what it is there; nil where that is nobody here.
    package var receiver: OrganisationID?
    package var receiverProvince: String?
    package var next: RequestID?
    package var answeredOn: LegalDate
    package var occurredAt: Date
    package var recordedAt: Date

    package var aggregate: UUID { request.uuid }

    package init(
        request: RequestID, organisation: OrganisationID, province: String, sender: OrganisationID, origin: CaseID?, passing: Int,
        outcome: TransferOutcome, case: CaseID? = nil, code: String? = nil, receiver: OrganisationID? = nil,
        receiverProvince: String? = nil, next: RequestID? = nil, answeredOn: LegalDate, occurredAt: Date, recordedAt: Date
    ) {
        self.request = request
        self.organisation = organisation
        self.province = province
        self.sender = sender
        self.origin = origin
        self.passing = passing
        self.outcome = outcome
        self.case = `case`
        self.code = code
        self.receiver = receiver
        self.receiverProvince = receiverProvince
        self.next = next
        self.answeredOn = answeredOn
        self.occurredAt = occurredAt
        self.recordedAt = recordedAt
    }
}
