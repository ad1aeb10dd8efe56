/// What of a request may be corrected or completed before it is decided, by its name in the answers of the API.
enum RequestField: String, CaseIterable, Codable, Sendable {
    case name, birth, gender, ethnicity
    case identityNumber = "identity_number"
    case phone, email, address, province, commune
    case especiallyDifficult = "especially_difficult"
    case requesterName = "requester_name"
    case requesterRelation = "requester_relation"
    case requesterPhone = "requester_phone"
    case requesterEmail = "requester_email"
    case categories, hardship, papers, form, field
    case role = "role_in_proceedings"
    case summary

    /// Whether people are searched for by it.
    var namesSomebody: Bool { self == .name || self == .birth || self == .identityNumber }

    /// Whether the client's eligibility rests on it.
    var decidesEligibility: Bool {
        switch self {
        case .birth, .ethnicity, .especiallyDifficult, .categories, .hardship, .papers, .field, .role: true
        case .name, .gender, .identityNumber, .phone, .email, .address, .province, .commune, .form, .summary, .requesterName,
            .requesterRelation, .requesterPhone, .requesterEmail:
            false
        }
    }

    /// The key of its name in the catalogue.
    var label: String {
        switch self {
        case .identityNumber: "request_identity"
        case .especiallyDifficult: "request_difficult"
        case .role: "request_role"
        default: "request_\(rawValue)"
        }
    }
}
