import Database
import Foundation
import Models
import Outbox
import Rules
import ServiceKit

/// Takes a score sheet: it opens a round, or is the second one of a round that waits for it. The round is over once all who were to score have; only then is
/// anything told of it.
struct ReviewQuality: Sendable {
    let clock: WallClock
    let rules: RulePacks
    let outbox: Outbox
    let quality: QualityStore
    let timeline: TimelineStore

    /// Throws 403 for one's own case, 409 where the case has not come to its end, was not drawn, or the caller has scored already.
    func callAsFunction(
        _ review: NewReview, _ kind: QualityRound.Kind, of record: CaseRecord, by identity: Identity, _ actor: Actor,
        in transaction: Transaction
    ) async throws {
        try check(record, kind, identity)
        let now = clock.now
        let pack = rules.quality(on: record.endedOn ?? clock.today)
        let total = pack.total(review.points, for: record.form)
        guard let grade = pack.grade(total, breach: review.breach) else { throw Problem.internalError() }
        let earlier = try await quality.reviews(of: record.id, in: transaction)
        let (round, reviewers, others) = try await round(review, kind, of: record, earlier, actor, at: now, in: transaction)
        try quality.add(review, total: total, grade: grade.key, to: round, of: record, by: actor, at: now, in: transaction)
        try transaction.audit(
            actor.entry(
                "case.quality-reviewed", "case", record.id.uuid, record.organisation, details: ["kind": kind.rawValue, "round": round.text]),
            at: now)
        guard others.count + 1 == reviewers else { return }
        let totals = others.map(\.total) + [total]
        let mean = (totals.reduce(0, +) * 100 / Double(totals.count)).rounded() / 100
        let breach = review.breach || others.contains(where: \.breach)
        guard let final = pack.grade(mean, breach: breach) else { throw Problem.internalError() }
        quality.close(round, total: mean, grade: final.key, at: now, in: transaction)
        try outbox.publish(
            QualityRecorded(
                kind: kind.rawValue, round: QualityRoundID(round), case: record.id, organisation: record.organisation,
                helper: record.helper?.id, total: mean, grade: final.key, reviewers: reviewers, occurredAt: now, recordedAt: now),
            version: 1, in: transaction)
        try timeline.add(
            "quality_recorded", to: record, by: nil, ["kind": kind.rawValue, "grade": final.key], at: now, in: transaction)
    }

    private func check(_ record: CaseRecord, _ kind: QualityRound.Kind, _ identity: Identity) throws {
        if let own = identity.helper, own == record.helper?.id {
            throw Problem.forbidden(Bilingual(vi: "Không ai chấm vụ việc của chính mình.", en: "Nobody scores their own case."))
        }
        guard record.isFinished else {
            throw Problem.conflict(
                Bilingual(vi: "Chỉ chấm vụ việc đã kết thúc và không bị dừng.", en: "Only a case that came to its end is scored."))
        }
        guard kind == .appraisal || record.form != .advice else {
            throw Problem.conflict(
                Bilingual(
                    vi: "Sở và Cục chỉ đánh giá vụ việc tham gia tố tụng và đại diện ngoài tố tụng.",
                    en: "Only litigation and representation are evaluated."))
        }
    }

    /// The round that it belongs to, how many are to score it, and who has.
    private func round(
        _ review: NewReview, _ kind: QualityRound.Kind, of record: CaseRecord, _ earlier: [QualityReview], _ actor: Actor, at now: Date,
        in transaction: Transaction
    ) async throws -> (UUID, Int, [QualityReview]) {
        if let open = try await quality.open(kind, of: record.id, in: transaction) {
            let others = earlier.filter { $0.round == open.id }
            guard !others.contains(where: { $0.reviewer == actor.subject }) else {
                throw Problem.conflict(
                    Bilingual(vi: "Bạn đã chấm; đang chờ người thứ hai.", en: "You have scored; the second reviewer is waited for."))
            }
            return (open.id, open.reviewers, others)
        }
        let basis = kind == .evaluation ? review.basis : nil
        if basis == .plan {
            guard try await quality.isDrawn(record.id, in: transaction) else {
                throw Problem.conflict(
                    Bilingual(vi: "Vụ việc không nằm trong mẫu của kế hoạch nào.", en: "The case is in no plan's sample."))
            }
            guard try await !quality.rounds(of: record.id, in: transaction).contains(where: { $0.basis == .plan }) else {
                throw Problem.conflict(
                    Bilingual(vi: "Vụ việc đã được đánh giá theo kế hoạch.", en: "The case was evaluated by plan already."))
            }
        }
        let id = UUID.v7(at: now)
        let reviewers = review.second ? 2 : 1
        quality.begin(id, kind, basis, reviewers: reviewers, of: record, at: now, in: transaction)
        return (id, reviewers, [])
    }
}
