import Database
import Directory
import Foundation
import Models
import Rules
import ServiceKit

/// Looks at the page of the register. Whoever asks for the same part of it in one moment, and sees the same of it, is answered by one reading
/// (decision 42): offices open at the same hour, and look again and again at what has not changed. Each account has its line on the trail.
struct RegisterLooks: Sendable {
    let house: House
    let directory: Directory
    let desk: CaseDesk
    private let shared = SharedWork<Part, Looker, Found>(pause: .milliseconds(5))
    private let last = LastMade<Part, Facts, Known>(limit: 128)

    /// A part of the register as those see it who have this reach: nothing that is found depends on anything else.
    private struct Part: Hashable {
        let filter: CaseFilter
        let page: PageRequest
        let oldestFirst: Bool
        let scope: Scope
        let reach: Reach?
        let language: Language
    }

    /// What there is to see.
    struct Facts: Equatable, Sendable {
        let found: [CaseRecord]
        /// What the place is called that it is narrowed to.
        let place: String?
        let today: LegalDate
        let around: RegisterPage.Around
    }

    /// Facts that were found, compared by being the same object: what is found again is the one that was found before. So a page is compared with
    /// what it showed once for all who look, and not for each.
    final class Known: Sendable, Equatable {
        let facts: Facts

        fileprivate init(_ facts: Facts) {
            self.facts = facts
        }

        static func == (one: Known, other: Known) -> Bool { one === other }
    }

    private struct Found: Sendable {
        let known: Known
        /// By the account that keeps them.
        let searches: [String: [SavedSearch]]
    }

    /// What one account sees at this moment, with its own saved searches; its look is audited in the transaction that finds it.
    func callAsFunction(
        _ filter: CaseFilter, _ page: PageRequest, oldestFirst: Bool, in language: Language, by looker: Looker
    ) async throws -> (known: Known, searches: [SavedSearch]) {
        let identity = looker.identity
        let part = Part(
            filter: filter.kept(to: identity), page: page, oldestFirst: oldestFirst, scope: identity.scope,
            reach: identity.reach(.readCases), language: language)
        let all = try await shared(part, for: looker) { lookers in try await read(part, for: lookers) }
        return (all.known, all.searches[identity.subject] ?? [])
    }

    private func read(_ part: Part, for lookers: [Looker]) async throws -> Found {
        try await house.database.transaction(part.scope) { transaction in
            let found = try await desk.list(part.filter, part.page, oldestFirst: part.oldestFirst, for: lookers, in: transaction)
            let place = try await place(part.filter, part.language, in: transaction)
            let (around, searches) = try await around(part, for: lookers, in: transaction)
            let facts = Facts(found: found, place: place, today: house.clock.today, around: around)
            return Found(
                known: last.made(of: facts, for: part) { Known(facts) },
                searches: Dictionary(grouping: searches, by: \.owner).mapValues { $0.map(\.search) })
        }
    }

    /// What the register can be narrowed to: those who oversee choose a place first, and its helpers then. A helper sees own cases only. Beside it
    /// the saved searches of all who look.
    private func around(
        _ part: Part, for lookers: [Looker], in transaction: Transaction
    ) async throws -> (RegisterPage.Around, [OwnedSearch]) {
        let searches = SavedSearchStore.searches(of: Array(Set(lookers.map(\.identity.subject))))
        var around = RegisterPage.Around()
        guard let reach = part.reach, reach != .own else { return (around, try await transaction.ask(searches)) }
        let province: String? = if case .province(let own) = part.scope { own } else { part.filter.province }
        let oversees = reach == .country || reach == .province
        if reach == .country { around.provinces = house.rules.provinces.all }
        let organisations: Query<[Organisation]> =
            oversees ? Directory.organisations(ofProvince: province ?? "") : Directory.receiving(within: part.scope)
        let helpers: Query<[KnownHelper]> =
            part.filter.organisation.map { KnownHelperStore.helpers(of: [$0]) }
            ?? (oversees ? KnownHelperStore.helpers(of: []) : KnownHelperStore.own)
        let found = try await transaction.together(searches, organisations, helpers)
        around.organisations = found.1.count < 2 ? [] : found.1
        around.helpers = found.2
        return (around, found.0)
    }

    private func place(_ filter: CaseFilter, _ language: Language, in transaction: Transaction) async throws -> String? {
        if let code = filter.province { return house.rules.provinces[code]?.name.text(language.rawValue) ?? code }
        guard let id = filter.organisation else { return nil }
        return try await directory.organisation(id, in: transaction)?.title ?? id.description
    }
}
