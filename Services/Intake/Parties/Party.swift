import Database
import Foundation
import Models
import ServiceKit

/// Somebody whom a case names.
struct Party: RowDecodable, Encodable {
    let id: UUID
    let role: PartyRole
    /// As it was written, other names of the same person with it.
    let name: String
    let birthYear: Int?
    private(set) var identityNumber: String?
    /// Nil: named by the request.
    let enteredBy: String?
    let enteredAt: Date?
    /// What stood there before, the first correction first.
    private(set) var corrections: [PartyCorrection] = []

    init(_ row: Row) throws {
        id = try row.get("id")
        role = try row.get("role")
        name = try row.get("name")
        birthYear = try row.get("birth_year")
        identityNumber = try row.get("identity_number")
        enteredBy = try row.get("entered_by")
        enteredAt = try row.get("entered_at")
    }

    /// As `identity` may see it.
    func seen(by identity: Identity) -> Party {
        var party = self
        party.identityNumber = identity.sees(identityNumber: identityNumber)
        party.corrections = corrections.map { $0.seen(by: identity) }
        return party
    }

    func with(_ corrections: [PartyCorrection]) -> Party {
        var party = self
        party.corrections = corrections
        return party
    }

    /// As it is kept and corrected.
    func value(of field: PartyField) -> String? {
        switch field {
        case .role: role.rawValue
        case .name: name
        case .birthYear: birthYear.map { String($0) }
        case .identityNumber: identityNumber
        }
    }

    private enum CodingKeys: String, CodingKey {
        case id, role, name, birthYear, identityNumber, enteredBy, enteredAt, corrections
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(id.text, forKey: .id)
        try container.encode(role, forKey: .role)
        try container.encode(name, forKey: .name)
        try container.encode(birthYear, forKey: .birthYear)
        try container.encode(identityNumber, forKey: .identityNumber)
        try container.encode(enteredBy, forKey: .enteredBy)
        try container.encode(enteredAt, forKey: .enteredAt)
        try container.encode(corrections, forKey: .corrections)
    }
}
