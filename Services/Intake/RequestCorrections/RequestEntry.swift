import Models
import Rules
import ServiceKit

/// What stands in a request, as far as it can be corrected.
struct RequestEntry: Sendable {
    var client: RequestDraft.Client
    var requester: RequestDraft.Requester?
    var categories: [Models.Category]
    /// Kinds of the papers that were shown as proof.
    var papers: [String]
    var hardship: Hardship?
    var form: AidForm
    var field: LegalField
    var role: ProceedingsRole?
    var summary: String

    init(_ record: RequestRecord) {
        client = record.client
        requester = record.requester
        categories = record.categories
        papers = record.papers
        hardship = record.hardship
        form = record.form
        field = record.field
        role = record.role
        summary = record.summary
    }

    /// As a correction keeps it: lists by their keys, with spaces between.
    func value(of field: RequestField) -> String? {
        switch field {
        case .name: client.name
        case .birth: client.birth?.description
        case .gender: client.gender.rawValue
        case .ethnicity: client.ethnicity
        case .identityNumber: client.identityNumber
        case .phone: client.phone
        case .email: client.email
        case .address: client.address
        case .province: client.residence?.province
        case .commune: client.residence?.commune
        case .especiallyDifficult: client.residence?.especiallyDifficult.map { String($0) }
        case .requesterName: requester?.name
        case .requesterRelation: requester?.relation
        case .requesterPhone: requester?.phone
        case .requesterEmail: requester?.email
        case .categories: categories.map(\.rawValue).joined(separator: " ")
        case .hardship: hardship?.rawValue
        case .papers: papers.isEmpty ? nil : papers.sorted().joined(separator: " ")
        case .form: form.rawValue
        case .field: self.field.rawValue
        case .role: role?.rawValue
        case .summary: summary
        }
    }

    /// What the eligibility check asks of it.
    func facts(on date: LegalDate) -> EligibilityFacts {
        EligibilityFacts(
            date: date, categories: categories, birth: client.birth, ethnicity: client.ethnicity,
            especiallyDifficult: client.residence?.especiallyDifficult, hardship: hardship, role: role, field: field,
            papers: Set(papers))
    }

    /// In the shape of `POST /api/v1/requests`, without a number that `reader` does not see whole.
    func document(for reader: Identity) -> JSONValue {
        let residence: [String: JSONValue] = [
            "province": .text(client.residence?.province), "commune": .text(client.residence?.commune),
            "especially_difficult": client.residence?.especiallyDifficult.map(JSONValue.bool) ?? .null,
        ]
        let person: [String: JSONValue] = [
            "name": .text(client.name), "birth": .text(client.birth?.description), "gender": .text(client.gender.rawValue),
            "ethnicity": .text(client.ethnicity), "phone": .text(client.phone), "email": .text(client.email),
            "address": .text(client.address), "identity_number": reader.seesIdentityNumbers ? .text(client.identityNumber) : .null,
            "languages": .array(client.languages.map(JSONValue.string)), "residence": .object(residence),
        ]
        return .object([
            "client": .object(person), "requester": requester?.document ?? .null,
            "categories": .array(categories.map { .string($0.rawValue) }),
            "papers": .array(papers.map(JSONValue.string)), "hardship": .text(hardship?.rawValue), "form": .text(form.rawValue),
            "field": .text(field.rawValue), "role_in_proceedings": .text(role?.rawValue), "summary": .text(summary),
        ])
    }
}

extension RequestDraft.Requester {
    /// In the shape of `POST /api/v1/requests`.
    var document: JSONValue {
        .object([
            "name": .string(name), "relation": .string(relation), "phone": .text(phone), "email": .text(email),
        ])
    }
}

extension JSONValue {
    fileprivate static func text(_ value: String?) -> JSONValue { value.map(JSONValue.string) ?? .null }
}
