import Models
import Pages
import Rules
import ServiceKit

/// What was decided on a client's eligibility before, each decision with the paper that had it decided again.
struct FormerDecisionList: Sendable {
    let former: [FormerDecision]
    let rules: RulePacks
    let today: LegalDate
    let t: Sentences

    var entry: SummaryList.Entry { .init(t("eligibility_former"), former.map(cell)) }

    private func cell(_ one: FormerDecision) -> TableCell {
        let language = t.language.rawValue
        let papers = rules.eligibility(on: today).papers
        let paper = one.paper.map { rules.dossier(on: today).title(ofKind: $0, proofs: papers)?.text(language) ?? $0 }
        let states = one.decision.categories.map { "\($0.title.text(language)): \(t("eligibility_state_\($0.state.rawValue)"))" }
        return .text(
            t.formats.dateTime(one.decidedAt) + " – " + states.joined(separator: "; "),
            detail: paper.map { t("eligibility_superseded", ["date": t.formats.dateTime(one.supersededAt), "paper": $0]) }
                ?? t("eligibility_superseded_correction", ["date": t.formats.dateTime(one.supersededAt)]))
    }
}
