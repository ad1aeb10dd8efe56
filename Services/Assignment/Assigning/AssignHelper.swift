import Database
import Foundation
import Models
import Outbox
import Rules
import ServiceKit

/// Gives cases to helpers: by the rule, or by hand. Works in the scope of the service, since conflicts reach across organisations; whether the
/// caller may see the case is asked before.
struct AssignHelper: Sendable {
    let outbox: Outbox
    let rules: RulePacks
    let clock: WallClock

    init(_ house: House) {
        self.init(outbox: house.outbox, rules: house.rules, clock: house.clock)
    }

    init(outbox: Outbox, rules: RulePacks, clock: WallClock) {
        self.outbox = outbox
        self.rules = rules
        self.clock = clock
    }

    /// Waits for the turn of the case's centre, then reads the case and locks it. Every change that picks begins here, so that locks are
    /// always taken in the same order. Nil where the case is not known.
    func begin(_ id: CaseID, in transaction: Transaction) async throws -> CaseAssignment? {
        guard let seen = try await AssignmentStore.find(id, in: transaction) else { return nil }
        let organisation = try await OrganisationStore.find(seen.organisation, in: transaction)
        try await PoolStore.lock(organisation?.parent ?? seen.organisation, in: transaction)
        return try await AssignmentStore.findForUpdate(id, in: transaction)
    }

    /// Picks by the rule. With nobody to pick the case waits; what waits already is told once only.
    func automatically(
        _ assignment: CaseAssignment, replacing: HelperID? = nil, reason: String? = nil, within limit: ReplacementLimit? = nil,
        by actor: Actor? = nil, isNew: Bool = false, in transaction: Transaction
    ) async throws -> CaseAssignment {
        var (explanation, best) = try await look(assignment, replacing: replacing, in: transaction)
        explanation.reason = reason
        explanation.pickedBy = actor?.name
        if let best { return try await give(assignment, to: best, explanation, within: limit, in: transaction) }
        guard isNew || assignment.helper != nil else {
            try await AssignmentStore.keepWaiting(assignment.id, explanation, at: clock.now, in: transaction)
            return assignment
        }
        return try await wait(assignment, explanation, within: limit, in: transaction)
    }

    /// Picks the helper that a person names. Throws 422 on `/helper` with the rule that stands against them.
    func byHand(
        _ assignment: CaseAssignment, _ helper: HelperID, reason: String, within limit: ReplacementLimit? = nil, by actor: Actor,
        in transaction: Transaction
    ) async throws -> CaseAssignment {
        for organisation in try await organisations(of: assignment, in: transaction) {
            let pool = try await pool(of: organisation, also: helper, for: assignment, in: transaction)
            guard let chosen = pool.first(where: { $0.id == helper }) else { continue }
            let picking = picking(for: assignment)
            if let exclusion = picking.exclusion(of: chosen) { throw Self.unfit(exclusion) }
            var explanation = explanation(of: pool, by: picking, organisation, assignment, automatic: false)
            explanation.reason = reason
            explanation.pickedBy = actor.name
            return try await give(assignment, to: chosen, explanation, within: limit, in: transaction)
        }
        throw Self.unknownHelper
    }

    /// Keeps the helper whom an older register names: the case is theirs already, so nothing is offered, and no rule stands against it. Whoever
    /// is not known at the case's organisation leaves it waiting.
    func takeOver(_ assignment: CaseAssignment, _ helper: HelperID, on date: LegalDate, in transaction: Transaction) async throws {
        for organisation in try await organisations(of: assignment, in: transaction) {
            let pool = try await pool(of: organisation, also: helper, for: assignment, in: transaction)
            guard let chosen = pool.first(where: { $0.id == helper }) else { continue }
            let explanation = Explanation(
                automatic: false, chosen: helper, candidates: [], exclusions: [], scores: [:],
                rule: LocalizedText(vi: "Theo sổ thụ lý cũ đã nhập.", en: "As the old register that was brought in says."), packs: [],
                organisation: organisation, at: clock.now)
            return try await keep(assignment, with: chosen, explanation, on: date, in: transaction)
        }
    }

    /// The best of the case's own organisation; where a branch has none, of its centre (Decree 144/2017, Điều 5.1).
    private func look(_ assignment: CaseAssignment, replacing: HelperID?, in transaction: Transaction) async throws -> (
        Explanation, PoolHelper?
    ) {
        var picking = picking(for: assignment)
        picking.replacing = replacing
        var found: Explanation?
        for organisation in try await organisations(of: assignment, in: transaction) {
            let pool = try await pool(of: organisation, for: assignment, in: transaction)
            var explanation = explanation(of: pool, by: picking, organisation, assignment, automatic: true)
            explanation.exclusions = (found?.exclusions ?? []) + explanation.exclusions
            if let best = picking.ranked(pool).first { return (explanation, best) }
            found = explanation
        }
        guard let found else { throw RetryLater("the organisation \(assignment.organisation) is not known here yet") }
        return (found, nil)
    }

    private func organisations(of assignment: CaseAssignment, in transaction: Transaction) async throws -> [OrganisationID] {
        guard let own = try await OrganisationStore.find(assignment.organisation, in: transaction) else { return [] }
        return [own.id] + (own.kind == .branch ? [own.parent].compactMap(\.self) : [])
    }

    private func pool(
        of organisation: OrganisationID, also helper: HelperID? = nil, for assignment: CaseAssignment, in transaction: Transaction
    ) async throws -> [PoolHelper] {
        let days = Double(rules.assignment(on: clock.today).recentDays)
        return try await PoolStore.helpers(
            of: organisation, also: helper, for: assignment, on: clock.today, recentSince: clock.now.addingTimeInterval(-days * 86_400),
            in: transaction)
    }

    private func picking(for assignment: CaseAssignment) -> Picking {
        Picking(form: assignment.form, kinds: rules.helperKinds(on: clock.today))
    }

    private func explanation(
        of pool: [PoolHelper], by picking: Picking, _ organisation: OrganisationID, _ assignment: CaseAssignment, automatic: Bool
    ) -> Explanation {
        Explanation(
            pool, by: picking, pack: rules.assignment(on: clock.today), organisation: organisation, automatic: automatic, at: clock.now)
    }
}
