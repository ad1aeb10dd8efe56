import Models
import ServiceKit

/// Somebody whom a case names, as they were filled in and found sound.
struct PartyDraft: Sendable {
    let role: PartyRole
    let person: RequestDraft.Party

    /// Reads the body of `POST …/parties`. Throws 422 with every field that is wrong. The client is no party to add: a case has one.
    init(_ document: JSONValue, today: LegalDate) throws {
        let reader = FieldReader(document)
        let role = reader.choice("role", among: [PartyRole.opposing, .relative].map(\.rawValue))
        person = RequestDraft.party(reader, today: today)
        try reader.finish()
        self.role = PartyRole(rawValue: role) ?? .opposing
    }
}
