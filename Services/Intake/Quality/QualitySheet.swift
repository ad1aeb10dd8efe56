import Foundation
import Models

/// All that one may see of a case's quality: of a round that is not over, nobody sees what another gave.
struct QualitySheet: Sendable {
    struct Round: Sendable {
        let round: QualityRound
        /// Those that the caller may see.
        let reviews: [QualityReview]
        let received: Int
    }

    let record: CaseRecord
    let rounds: [Round]
    let finding: SuccessFinding?
    /// Drawn by a plan.
    let isDrawn: Bool

    init(
        _ record: CaseRecord, _ rounds: [QualityRound], _ reviews: [QualityReview], _ finding: SuccessFinding?, isDrawn: Bool,
        for caller: String
    ) {
        self.record = record
        self.finding = finding
        self.isDrawn = isDrawn
        self.rounds = rounds.map { round in
            let own = reviews.filter { $0.round == round.id }
            return Round(round: round, reviews: round.isClosed ? own : own.filter { $0.reviewer == caller }, received: own.count)
        }
    }
}
