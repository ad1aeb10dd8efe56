package import Foundation

/// A request for legal aid was recorded; nothing is decided yet.
package struct RequestReceived: Message {
    package static let name: MessageName = "intake.request-received.v1"

    package var request: RequestID
    package var organisation: OrganisationID
    package var province: String
    package var channel: Channel
    package var form: AidForm
    package var field: LegalField
    package var categories: [Category]
    package var occurredAt: Date
    package var recordedAt: Date

    package var aggregate: UUID { request.uuid }

    package init(
        request: RequestID,
        organisation: OrganisationID,
        province: String,
        channel: Channel,
        form: AidForm,
        field: LegalField,
        categories: [Category],
        occurredAt: Date,
        recordedAt: Date
    ) {
        self.request = request
        self.organisation = organisation
        self.province = province
        self.channel = channel
        self.form = form
        self.field = field
        self.categories = categories
        self.occurredAt = occurredAt
        self.recordedAt = recordedAt
    }
}
