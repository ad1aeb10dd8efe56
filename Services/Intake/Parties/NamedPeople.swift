import Database
import Foundation
import Models
import ServiceKit

/// The people whom a case names, with what stood there before, and those who were taken out.
struct NamedPeople: Encodable, Sendable {
    /// Somebody who was taken out: what stood there last has nothing new.
    struct Removed: Encodable, Sendable {
        let id: String
        let corrections: [PartyCorrection]
    }

    let items: [Party]
    let removed: [Removed]

    private init(items: [Party], removed: [Removed]) {
        self.items = items
        self.removed = removed
    }

    /// All of one case.
    init(of record: CaseRecord, _ parties: PartyStore, _ corrections: PartyCorrectionStore, in transaction: Transaction) async throws {
        let found = try await parties.list(of: record.request, in: transaction)
        let corrected = try await corrections.list(of: record.id, in: transaction)
        let gone = corrected.filter { id, _ in !found.contains { $0.id == id } }
        self.init(
            items: found.map { $0.with(corrected[$0.id] ?? []) },
            removed: gone.map { Removed(id: $0.key.text, corrections: $0.value) }.sorted { $0.id < $1.id })
    }

    /// As `identity` may see it.
    func seen(by identity: Identity) -> NamedPeople {
        NamedPeople(
            items: items.map { $0.seen(by: identity) },
            removed: removed.map { Removed(id: $0.id, corrections: $0.corrections.map { $0.seen(by: identity) }) })
    }
}
