package import Foundation

/// A case went to another organisation, which got it as a request (Law 11/2017, Điều 16.3, 35): here it is over, without having been finished.
package struct CaseTransferred: Message {
    package static let name: MessageName = "intake.case-transferred.v1"

    package var `case`: CaseID
    package var organisation: OrganisationID
    /// Who has it now.
    package var receiver: OrganisationID
    /// Nil in messages of before this was told.
    package var receiverProvince: String?
    /// What it is there.
    package var request: RequestID
    /// The coded ground, from the rule pack.
    package var ground: String
    package var transferredOn: LegalDate
    package var occurredAt: Date
    package var recordedAt: Date

    package var aggregate: UUID { `case`.uuid }

    package init(
        case: CaseID, organisation: OrganisationID, receiver: OrganisationID, receiverProvince: String? = nil, request: RequestID,
        ground: String,
        transferredOn: LegalDate, occurredAt: Date, recordedAt: Date
    ) {
        self.case = `case`
        self.organisation = organisation
        self.receiver = receiver
        self.receiverProvince = receiverProvince
        self.request = request
        self.ground = ground
        self.transferredOn = transferredOn
        self.occurredAt = occurredAt
        self.recordedAt = recordedAt
    }
}
