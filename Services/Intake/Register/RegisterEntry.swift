import Models

/// What stands in the register of one case, as far as it can be corrected.
struct RegisterEntry: Sendable {
    var client: RequestDraft.Client
    /// Who asked for the client.
    var requester: RequestDraft.Requester?
    /// The first is the one that statistics count, unless something speaks against it.
    var categories: [Models.Category]
    var form: AidForm
    var field: LegalField
    var summary: String

    init(_ request: RequestRecord) {
        client = request.client
        requester = request.requester
        categories = request.categories
        form = request.form
        field = request.field
        summary = request.summary
    }

    /// As a correction keeps it: categories by their keys, with spaces between.
    func value(of field: RegisterField) -> String? {
        switch field {
        case .name: client.name
        case .birth: client.birth?.description
        case .gender: client.gender.rawValue
        case .ethnicity: client.ethnicity.isEmpty ? nil : client.ethnicity
        case .identityNumber: client.identityNumber
        case .phone: client.phone
        case .email: client.email
        case .address: client.address
        case .requesterName: requester?.name
        case .requesterRelation: requester?.relation
        case .requesterPhone: requester?.phone
        case .requesterEmail: requester?.email
        case .categories: categories.map(\.rawValue).joined(separator: " ")
        case .form: form.rawValue
        case .field: self.field.rawValue
        case .summary: summary
        }
    }

    /// Nothing happens where the field is one of the requester, who is corrected as a whole.
    mutating func correct(_ field: RegisterField, to value: String) {
        switch field {
        case .name: client.name = value
        case .birth: client.birth = LegalDate(value) ?? client.birth
        case .gender: client.gender = Gender(rawValue: value) ?? client.gender
        case .ethnicity: client.ethnicity = value
        case .identityNumber: client.identityNumber = value
        case .phone: client.phone = value
        case .email: client.email = value
        case .address: client.address = value
        case .requesterName, .requesterRelation, .requesterPhone, .requesterEmail: break
        case .categories: categories = value.split(separator: " ").map { Category(rawValue: String($0)) }
        case .form: form = AidForm(rawValue: value) ?? form
        case .field: self.field = LegalField(rawValue: value) ?? self.field
        case .summary: summary = value
        }
    }
}
