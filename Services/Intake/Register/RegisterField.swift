/// What of an entry in the register may be corrected. The code, the form of aid and the days are the book's own; what statistics count (gender, field,
/// category) is no slip of the pen.
enum RegisterField: String, CaseIterable, Codable, Sendable {
    case name, birth, ethnicity
    case identityNumber = "identity_number"
    case phone, address, summary

    /// Whether people are searched for by it.
    var namesSomebody: Bool { self == .name || self == .birth || self == .identityNumber }

    /// The key of its name in the catalogue.
    var label: String { self == .identityNumber ? "request_identity" : "request_\(rawValue)" }
}
