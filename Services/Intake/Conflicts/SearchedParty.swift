import Database
import Models

/// Somebody who is looked for: under one name, and with what else is known of them.
struct SearchedParty: RowDecodable {
    let role: PartyRole
    /// Folded.
    let key: String
    let birthYear: Int?
    let identityNumber: String?

    init(role: PartyRole, key: String, birthYear: Int? = nil, identityNumber: String? = nil) {
        self.role = role
        self.key = key
        self.birthYear = birthYear
        self.identityNumber = identityNumber
    }

    init(_ row: Row) throws {
        role = try row.get("role")
        key = try row.get("name_key")
        birthYear = try row.get("birth_year")
        identityNumber = try row.get("identity_number")
    }
}

/// On which side of a request somebody stands.
enum PartyRole: String, CaseIterable, Codable, Sendable, Bindable, ColumnDecodable {
    case client, opposing, relative

    /// The sides against which a person of this one may stand: nobody acts for both (Law 11/2017, Điều 25.2a).
    var against: [PartyRole] { self == .opposing ? [.client, .relative] : [.opposing] }
}
