import Database
import Foundation
import Models
import Outbox
import Rules
import ServiceKit

/// Keeps searches of the register under names, each for the account that keeps it. What they look for may name people: nobody else sees them.
struct KeepSearch: Sendable {
    /// Of one account.
    static let most = 30

    let house: House
    let searches: SavedSearchStore
    let handles: SearchHandles

    /// A search as it was sent, and is sound.
    struct Draft: Sendable {
        let name: String
        let query: String
    }

    /// Reads `{"name": "…", "query": "q=…&status=…"}`. Throws 422 where the query is none of the register's, or narrows nothing.
    func draft(_ document: JSONValue, for identity: Identity) async throws -> Draft {
        let reader = FieldReader(document)
        let name = reader.string("name", in: 1...80)
        let text = reader.string("query", in: 1...2_000)
        try reader.finish()
        return Draft(name: name, query: try await sound(text, for: identity))
    }

    /// Keeps it, in the place of one of the same name. Throws 409 where there are too many.
    func keep(_ draft: Draft, for identity: Identity, by actor: Actor, in transaction: Transaction) async throws -> SavedSearch {
        let (name, query) = (draft.name, draft.query)
        let mine = try await searches.list(of: identity.subject, in: transaction)
        guard mine.count < Self.most || mine.contains(where: { $0.name == name }) else {
            throw Problem.conflict(
                Bilingual(
                    vi: "Đã lưu \(Self.most) tìm kiếm; hãy xóa bớt trước khi lưu thêm.",
                    en: "\(Self.most) searches are saved; remove one before you save another."))
        }
        let now = house.clock.now
        let new = SavedSearch(id: .v7(at: now), name: name, query: query, savedAt: now)
        let place = owner(identity)
        let id = try await searches.keep(new, of: identity.subject, place.organisation, place.province, in: transaction)
        try transaction.audit(actor.entry("cases.search-saved", "saved-search", id, identity.organisation), at: now)
        return SavedSearch(id: id, name: name, query: query, savedAt: now)
    }

    /// Throws 404 where it is not theirs.
    func remove(_ id: UUID, for identity: Identity, by actor: Actor, in transaction: Transaction) async throws {
        guard try await searches.remove(id, of: identity.subject, in: transaction) else { throw Problem.notFound() }
        try transaction.audit(actor.entry("cases.search-removed", "saved-search", id, identity.organisation), at: house.clock.now)
    }

    /// The fields of a saved search as the list reads them. Throws 404 where it is not theirs.
    func fields(of id: UUID, for identity: Identity, in transaction: Transaction) async throws -> JSONValue {
        guard let search = try await searches.find(id, of: identity.subject, in: transaction) else { throw Problem.notFound() }
        return try FormParser.parse(search.query.utf8)
    }

    /// Where a search belongs: to whatever bounds what its account sees; to neither, where that is the country.
    private func owner(_ identity: Identity) -> (organisation: OrganisationID?, province: String?) {
        switch identity.role.requiredScope {
        case .organisation, .organisationAndHelper: (identity.organisation, nil)
        case .province: (nil, identity.province)
        case .none: (nil, nil)
        }
    }

    /// The query as the list writes it itself.
    private func sound(_ text: String, for identity: Identity) async throws -> String {
        let query = text.hasPrefix("?") ? String(text.dropFirst()) : text
        let tree = (try? FormParser.parse(query.utf8)) ?? .null
        let reader = FieldReader(tree, ignoring: ["after", "lang"])
        var filter = CaseRoutes.filter(reader, rules: house.rules, today: house.clock.today)
        do { try reader.finish() } catch let problem as Problem {
            throw Problem.validation(
                problem.errors.map { FieldError("/query", code: $0.code, message: $0.message) }
            )
        }
        // A handle lasts thirty days; what is saved, until it is removed.
        try await handles.resolve(&filter, for: identity)
        filter.handle = nil
        let sound = filter.query
        guard !sound.isEmpty else {
            throw Problem.validation([
                FieldError(
                    "/query", code: "narrows_nothing",
                    message: Bilingual(vi: "Tìm kiếm này không lọc gì.", en: "This search narrows nothing."))
            ])
        }
        return sound
    }
}
