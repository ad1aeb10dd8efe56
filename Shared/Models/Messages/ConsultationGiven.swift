package import Foundation

/// A simple question was answered at once (*việc trợ giúp pháp lý*; Law 11/2017, Điều 32.2, circular 12/2018, Điều 8.2): no dossier, but counted. Carries
/// no names, no question and no answer.
package struct ConsultationGiven: Message {
    package static let name: MessageName = "intake.consultation-given.v1"

    package var consultation: ConsultationID
    package var organisation: OrganisationID
    package var province: String
    package var channel: Channel
    package var field: LegalField
    package var categories: [Category]
    package var gender: Gender
    /// The legal date on which it was answered.
    package var givenOn: LegalDate
    package var occurredAt: Date
    package var recordedAt: Date

    package var aggregate: UUID { consultation.uuid }

    package init(
        consultation: ConsultationID,
        organisation: OrganisationID,
        province: String,
        channel: Channel,
        field: LegalField,
        categories: [Category],
        gender: Gender,
        givenOn: LegalDate,
        occurredAt: Date,
        recordedAt: Date
    ) {
        self.consultation = consultation
        self.organisation = organisation
        self.province = province
        self.channel = channel
        self.field = field
        self.categories = categories
        self.gender = gender
        self.givenOn = givenOn
        self.occurredAt = occurredAt
        self.recordedAt = recordedAt
    }
}
