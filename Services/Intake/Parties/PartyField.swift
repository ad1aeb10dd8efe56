/// What of somebody whom a case names may be corrected.
enum PartyField: String, CaseIterable, Codable, Sendable {
    case role, name
    case birthYear = "birth_year"
    case identityNumber = "identity_number"

    /// The key of its name in the catalogue.
    var label: String { self == .identityNumber ? "request_identity" : "party_\(rawValue)" }
}
