import Foundation
import Models

/// A row of `parties`: one name of one person.
struct PartyRow: Sendable {
    let id: UUID
    let role: PartyRole
    let person: RequestDraft.Party
    /// Folded.
    let key: String
    let birth: LegalDate?
    /// The row of the person's first name; nil in that one.
    let aliasOf: UUID?

    /// One for each name that is written in `person`'s.
    /// - Parameter id: of somebody who stands there already.
    static func rows(of person: RequestDraft.Party, role: PartyRole, birth: LegalDate?, as id: UUID? = nil, at now: Date) -> [PartyRow] {
        let written = WrittenName(person.name)
        let first = PartyRow(id: id ?? .v7(at: now), role: role, person: person, key: written.key, birth: birth, aliasOf: nil)
        return [first]
            + written.aliases.map { PartyRow(id: .v7(at: now), role: role, person: person, key: $0, birth: birth, aliasOf: first.id) }
    }
}
