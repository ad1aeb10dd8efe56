import Models
import ServiceKit

/// What somebody wants to stand of a party, as it was filled in.
struct PartyCorrectionDraft: Sendable {
    private let changes: [PartyField: String]
    let reason: String

    /// Reads `{"role", "name", "birth_year", "identity_number", "reason"}`; what is left out stays. Throws 422.
    init(_ document: JSONValue, today: LegalDate) throws {
        let reader = FieldReader(document)
        var changes: [PartyField: String] = [:]
        changes[.role] = reader.optionalChoice("role", among: [PartyRole.opposing, .relative].map(\.rawValue))
        changes[.name] = reader.optionalString("name", in: 1...200)
        changes[.birthYear] = reader.optionalInt("birth_year", in: 1890...today.year).map { String($0) }
        changes[.identityNumber] = reader.optionalString("identity_number", in: 6...20)
        RequestDraft.checkIdentityNumber(changes[.identityNumber], reader)
        reason = Self.reason(reader)
        self.changes = changes
        try reader.finish()
    }

    /// Reads `{"reason"}`: why somebody is taken out.
    static func reason(_ document: JSONValue) throws -> String {
        let reader = FieldReader(document)
        let reason = Self.reason(reader)
        try reader.finish()
        return reason
    }

    private static func reason(_ reader: FieldReader) -> String { reader.text("reason", in: 3...500) }

    /// What is to stand there in the place of what `party` says.
    func value(of field: PartyField, of party: Party) -> String? { changes[field] ?? party.value(of: field) }
}
