import Database
import Foundation
import Models
import Outbox
import Rules
import ServiceKit

/// What dossiers lack, for whoever asks: within their scope, a helper's own cases only; the look is audited as one at a list.
struct GapDesk: Sendable {
    let house: House
    let gaps: GapStore
    let dossier: DossierStore

    /// A case whose dossier lacks something.
    struct Item: Sendable {
        let record: CaseRecord
        let gaps: [DossierGap]
    }

    struct Found: Sendable {
        let total: Completeness
        /// One more than was asked for where there are more.
        let items: [Item]
    }

    func list(_ filter: GapFilter, _ page: PageRequest, for identity: Identity, by actor: Actor) async throws -> Found {
        let (filter, scope, today) = (own(filter, identity), identity.scope, house.clock.today)
        return try await house.database.transaction(scope) { transaction in
            try look(identity, by: actor, in: transaction)
            let records = try await gaps.list(filter, page, within: scope, on: today, in: transaction)
            let papers = try await dossier.papers(of: records.map(\.id), in: transaction)
            return Found(
                total: try await gaps.total(filter, within: scope, on: today, in: transaction),
                items: records.map { Item(record: $0, gaps: house.rules.gaps(of: $0, papers[$0.id] ?? [])) })
        }
    }

    /// - Parameter actor: who looks at this alone; nil beside ``list(_:_:for:by:)``, which is on record.
    func byHelper(_ filter: GapFilter, for identity: Identity, by actor: Actor? = nil) async throws -> [HelperCompleteness] {
        let filter = own(filter, identity)
        return try await house.database.transaction(identity.scope) { transaction in
            if let actor { try look(identity, by: actor, in: transaction) }
            return try await gaps.byHelper(filter, within: identity.scope, on: house.clock.today, in: transaction)
        }
    }

    /// - Parameter actor: as in ``byHelper(_:for:by:)``.
    func byOrganisation(_ filter: GapFilter, for identity: Identity, by actor: Actor? = nil) async throws -> [OrganisationCompleteness] {
        let filter = own(filter, identity)
        return try await house.database.transaction(identity.scope) { transaction in
            if let actor { try look(identity, by: actor, in: transaction) }
            return try await gaps.byOrganisation(filter, within: identity.scope, on: house.clock.today, in: transaction)
        }
    }

    private func look(_ identity: Identity, by actor: Actor, in transaction: Transaction) throws {
        try transaction.audit(
            actor.entry("cases.listed", "case", nil, identity.organisation, details: ["part": "dossiers"]), at: house.clock.now)
    }

    /// A helper without an entry of their own has no cases either.
    private func own(_ filter: GapFilter, _ identity: Identity) -> GapFilter {
        guard identity.reach(.readCases) == .own else { return filter }
        var own = filter
        own.helper = identity.helper ?? HelperID(at: .distantPast)
        return own
    }
}
