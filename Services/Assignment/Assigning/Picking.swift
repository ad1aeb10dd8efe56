import Foundation
import Models
import Rules

/// The rules of picking, without a database: who may take a case, and in which order.
struct Picking: Sendable {
    let form: AidForm
    let kinds: HelperKindPack
    /// The helper who is to be replaced, if one is.
    var replacing: HelperID?

    /// Why a helper cannot take the case; nil where they can.
    func exclusion(of helper: PoolHelper) -> ExclusionReason? {
        if !helper.isActive { return .inactive }
        if !kinds.may(helper.kind, take: form) { return .kind }
        if helper.isInConflict { return .conflict }
        if helper.hasRefused { return .refused }
        if helper.id == replacing { return .replaced }
        if helper.isAbsent { return .absent }
        return nil
    }

    /// Those who can, the best first: least load; then fewest recent cases; then who has waited longest (never given one first); then by id.
    func ranked(_ pool: [PoolHelper]) -> [PoolHelper] {
        pool.filter { exclusion(of: $0) == nil }.sorted { left, right in
            if left.points != right.points { return left.points < right.points }
            if left.recentCases != right.recentCases { return left.recentCases < right.recentCases }
            let (earlier, later) = (left.lastAssignedAt ?? .distantPast, right.lastAssignedAt ?? .distantPast)
            if earlier != later { return earlier < later }
            return left.id.description < right.id.description
        }
    }
}

extension Explanation {
    /// What was known of a pool at a moment; nobody chosen yet.
    init(
        _ pool: [PoolHelper], by picking: Picking, pack: AssignmentPack, organisation: OrganisationID, automatic: Bool, at now: Date
    ) {
        let candidates = picking.ranked(pool).map(Candidate.init)
        self.init(
            automatic: automatic, candidates: candidates,
            exclusions: pool.compactMap { helper in
                picking.exclusion(of: helper).map { Exclusion(helper: helper.id, name: helper.name, kind: helper.kind, reason: $0) }
            },
            scores: Dictionary(uniqueKeysWithValues: candidates.map { ($0.helper.description, $0.score) }), rule: pack.rule,
            packs: [picking.kinds.id, pack.id], organisation: organisation, at: now)
    }
}

extension Explanation.Candidate {
    init(_ helper: PoolHelper) {
        self.init(
            helper: helper.id, name: helper.name, kind: helper.kind, organisation: helper.organisation, load: helper.points,
            openCases: helper.openCases, recentCases: helper.recentCases, lastAssignedAt: helper.lastAssignedAt, score: helper.points)
    }
}
