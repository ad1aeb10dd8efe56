import Database
import Foundation
import Models
import Outbox
import Rules
import ServiceKit

/// Draws up a plan of evaluation: its population is frozen and its sample drawn in one transaction, and neither changes again.
struct DrawPlan: Sendable {
    let clock: WallClock
    let plans: PlanStore

    /// Throws 422 where there is nothing to draw from.
    func callAsFunction(_ plan: NewPlan, by actor: Actor, in transaction: Transaction) async throws -> UUID {
        let now = clock.now
        let id = UUID.v7(at: now)
        try await plans.lock(in: transaction)
        plans.insert(plan, id, by: actor.name, at: now, in: transaction)
        let population = try await plans.freeze(plan, id, in: transaction)
        guard !population.isEmpty else {
            throw Problem.validation([
                FieldError(
                    "/from", code: "no_cases",
                    message: Bilingual(
                        vi: "Không có vụ việc nào kết thúc trong khoảng này mà chưa được chọn hay đánh giá.",
                        en: "No case that ended in those days has not been drawn or evaluated yet."))
            ])
        }
        let drawn = DrawSample(seed: plan.seed, percent: plan.percent)(population)
        plans.mark(drawn, of: id, in: transaction)
        try transaction.audit(
            actor.entry(
                "evaluation.drawn", "evaluation-plan", id, nil,
                details: ["population": "\(population.count)", "drawn": "\(drawn.count)", "seed": plan.seed]), at: now)
        return id
    }
}

extension NewPlan {
    /// Reads `{"title", "from", "to", "percent", "seed", "province"}`. The Sở plans for its province; the Cục for one or, without it, for the country. The share is
    /// the pack's where none is given, the seed a new one.
    init(_ document: JSONValue, for identity: Identity, rules: RulePacks, today: LegalDate) throws {
        let reader = FieldReader(document)
        let pack = rules.quality(on: today)
        title = reader.string("title", in: 3...200)
        from = reader.date("from")
        to = reader.date("to")
        percent = (reader.optionalDecimal("percent", in: 0.1...100) ?? pack.sample.percent).double
        seed = reader.optionalString("seed", in: 1...64) ?? String(UUID().text.prefix(13))
        let asked = reader.optionalString("province", in: 2...2)
        if let asked, rules.provinces[asked] == nil || (identity.role == .province && asked != identity.province) {
            reader.fail("province", code: "not_yours", vi: "Không phải tỉnh này.", en: "That is not your province.")
        }
        if reader.isSound("from"), reader.isSound("to"), from > to {
            reader.fail("to", code: "before_from", vi: "Ngày cuối trước ngày đầu.", en: "The last day lies before the first.")
        }
        province = identity.role == .province ? identity.province : asked
        try reader.finish()
    }
}
