/// What of an entry in the register may be corrected. The code and the days are the book's own: a case keeps the code under which it was written down,
/// also where its form was wrong.
enum RegisterField: String, CaseIterable, Codable, Sendable {
    case name, birth, gender, ethnicity
    case identityNumber = "identity_number"
    case phone, email, address
    case requesterName = "requester_name"
    case requesterRelation = "requester_relation"
    case requesterPhone = "requester_phone"
    case requesterEmail = "requester_email"
    case categories, form, field, summary

    /// Whether people are searched for by it.
    var namesSomebody: Bool { self == .name || self == .birth || self == .identityNumber }

    /// Whether it tells of who asked for the client: one person, corrected as a whole.
    var isOfRequester: Bool {
        switch self {
        case .requesterName, .requesterRelation, .requesterPhone, .requesterEmail: true
        default: false
        }
    }

    /// Whether the other services keep it, or count by it.
    var isTold: Bool { self == .gender || self == .categories || self == .form || self == .field }

    /// Whether the client's eligibility rests on it.
    var decidesEligibility: Bool { self == .birth || self == .ethnicity || self == .categories || self == .field }

    /// The key of its name in the catalogue.
    var label: String { self == .identityNumber ? "request_identity" : "request_\(rawValue)" }
}
