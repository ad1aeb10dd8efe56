import Database
import Models
import Outbox
import ServiceKit

/// Asks whether people of some names have a part in cases, before anything is registered. It looks across all organisations, as the search after a
/// registration does; the check is on record without the names.
struct CheckConflicts: Sendable {
    let house: House
    let search: ConflictSearch
    let conflicts: ConflictStore

    /// In which cases somebody has a part, and the codes of those that the caller may open.
    struct Found: Sendable {
        let parts: [PartInCase]
        let codes: [CaseID: String]
    }

    /// What a case of this request, which is undecided, would be found to conflict with.
    func found(against record: RequestRecord, for identity: Identity, by actor: Actor) async throws -> Found {
        try await house.database.transaction(identity.scope) { transaction in
            try transaction.audit(actor.entry("conflicts.checked", "request", record.id.uuid, record.organisation), at: house.clock.now)
        }
        let parts = try await house.database.transaction(.service) { try await search.partsAgainst(record.id, in: $0) }
        return Found(parts: parts, codes: try await codes(of: parts, for: identity))
    }

    /// The check of names with the codes of the cases.
    func found(_ names: [String], at centre: OrganisationID, for identity: Identity, by actor: Actor) async throws -> Found {
        let parts = try await self(names, at: centre, for: identity, by: actor)
        return Found(parts: parts, codes: try await codes(of: parts, for: identity))
    }

    private func codes(of parts: [PartInCase], for identity: Identity) async throws -> [CaseID: String] {
        try await house.database.transaction(identity.scope) {
            try await conflicts.codes(of: parts.map(\.id), within: identity.scope, in: $0)
        }
    }

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
