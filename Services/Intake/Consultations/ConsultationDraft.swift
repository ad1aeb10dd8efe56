import Foundation
import Models
import Rules
import ServiceKit

/// A simple question and its answer, as they were filled in and found sound (Law 11/2017, Điều 32.2).
struct ConsultationDraft: Sendable {
    let centre: OrganisationID
    let channel: Channel
    let clientName: String
    let clientGender: Gender
    let clientPhone: String?
    let categories: [Models.Category]
    let field: LegalField
    let question: String
    let answer: String
    /// Nil: today.
    let givenOn: LegalDate?

    /// Reads the body of `POST /api/v1/consultations`, or the same fields from the page's form. Throws 422 with every field that is wrong.
    init(_ document: JSONValue, rules: RulePacks, today: LegalDate) throws {
        let reader = FieldReader(document)
        centre = reader.id("centre")
        channel = reader.choice("channel")
        (clientName, clientGender, clientPhone) = reader.object("client") { client in
            (client.string("name", in: 1...200), client.choice("gender"), client.optionalPhone("phone"))
        }
        let known = rules.eligibility(on: today).categories.map(\.category.rawValue)
        categories = reader.choices("categories", among: known).map(Models.Category.init(rawValue:))
        field = reader.choice("field")
        question = reader.text("question", in: 1...2_000)
        answer = reader.text("answer", in: 1...4_000)
        givenOn = reader.optionalDate("given_on", in: (LegalDate(year: 2018, month: 1, day: 1) ?? today)...today)
        try reader.finish()
    }
}
