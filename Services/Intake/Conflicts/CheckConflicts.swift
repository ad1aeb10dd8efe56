import Database
import Models
import Outbox
import ServiceKit

/// Asks whether people of some names have a part in cases, before anything is registered. It looks across all organisations, as the search after a
/// registration does; the check is on record without the names.
struct CheckConflicts: Sendable {
    let house: House
    let search: ConflictSearch

    /// Throws 403 where the centre is not the caller's.
    func callAsFunction(_ names: [String], at centre: OrganisationID, for identity: Identity, by actor: Actor) async throws -> [PartInCase]
    {
        try await house.database.transaction(identity.scope) { transaction in
            try await transaction.checkOwn(centre)
            try transaction.audit(
                actor.entry("conflicts.checked", "organisation", centre.uuid, centre, details: ["names": "\(names.count)"]),
                at: house.clock.now)
        }
        let people = names.map(WrittenName.init).flatMap { [$0.key] + $0.aliases }.map { SearchedParty(role: .client, key: $0) }
        return try await house.database.transaction(.service) { try await search.parts(of: people, in: $0) }
    }
}
