import Foundation
import Models

/// A simple question as a list answers it: no more of its person than the name.
struct ConsultationSummaryView: Encodable {
    struct Client: Encodable {
        let name: String
    }

    let id: ConsultationID
    let number: Int
    let centre: OrganisationID
    let channel: Channel
    let givenOn: LegalDate
    let field: LegalField
    let client: Client
    let recordedAt: Date

    init(_ record: Consultation) {
        id = record.id
        number = record.number
        centre = record.organisation
        channel = record.channel
        givenOn = record.givenOn
        field = record.field
        client = Client(name: record.clientName)
        recordedAt = record.recordedAt
    }
}

/// A simple question as its own address answers it.
struct ConsultationView: Encodable {
    struct Client: Encodable {
        let name: String
        let gender: Gender
        let phone: String?
    }

    let id: ConsultationID
    let number: Int
    let centre: OrganisationID
    let channel: Channel
    let givenOn: LegalDate
    let givenBy: String
    let field: LegalField
    let categories: [Models.Category]
    let client: Client
    let question: String
    let answer: String
    let recordedAt: Date

    init(_ record: Consultation) {
        id = record.id
        number = record.number
        centre = record.organisation
        channel = record.channel
        givenOn = record.givenOn
        givenBy = record.givenBy
        field = record.field
        categories = record.categories
        client = Client(name: record.clientName, gender: record.clientGender, phone: record.clientPhone)
        question = record.question
        answer = record.answer
        recordedAt = record.recordedAt
    }
}

/// What `POST /api/v1/consultations` answers.
struct GivenConsultationView: Encodable {
    let id: ConsultationID
    let number: Int
    let givenOn: LegalDate

    init(_ new: NewConsultation) {
        id = new.id
        number = new.number
        givenOn = new.givenOn
    }
}
