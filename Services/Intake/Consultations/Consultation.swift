import Database
import Foundation
import Models

/// A simple question that was answered at once: *việc trợ giúp pháp lý*, a line of its book.
struct Consultation: RowDecodable {
    let id: ConsultationID
    let organisation: OrganisationID
    let number: Int
    let channel: Channel
    let clientName: String
    let clientGender: Gender
    let clientPhone: String?
    let categories: [Models.Category]
    let field: LegalField
    let question: String
    let answer: String
    let givenOn: LegalDate
    let givenBy: String
    let recordedAt: Date

    init(_ row: Row) throws {
        id = try row.get("id")
        organisation = try row.get("organisation")
        number = try row.get("number")
        channel = try row.get("channel")
        clientName = try row.get("client_name")
        clientGender = try row.get("client_gender")
        clientPhone = try row.get("client_phone")
        categories = try row.get("categories")
        field = try row.get("field")
        question = try row.get("question")
        answer = try row.get("answer")
        givenOn = try row.get("given_on")
        givenBy = try row.get("given_by")
        recordedAt = try row.get("recorded_at")
    }
}
