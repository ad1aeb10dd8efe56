import Models
import Pages
import Rules
import ServiceKit

/// Why a helper was picked, for a leader to read: the rule, who could, who could not.
struct ExplanationPart: Part {
    /// How many of each list stand in the panel of another page; the rest on its own.
    private static let first = 8

    let explanation: Explanation
    let t: Sentences

    func child(named name: String) -> Any? {
        switch name {
        case "summary": summary
        case "reason": explanation.reason
        case "rule": explanation.rule.text(t.language.rawValue)
        case "packs": explanation.packs.joined(separator: ", ")
        case "candidates": candidates(explanation.candidates)
        case "exclusions": explanation.exclusions.isEmpty ? nil : exclusions(explanation.exclusions)
        case "first_candidates": candidates(Array(explanation.candidates.prefix(Self.first)))
        case "first_exclusions": explanation.exclusions.isEmpty ? nil : exclusions(Array(explanation.exclusions.prefix(Self.first)))
        case "all": max(explanation.candidates.count, explanation.exclusions.count) > Self.first ? all : nil
        default: nil
        }
    }

    private var summary: String {
        let at = t.formats.dateTime(explanation.at)
        guard explanation.chosen != nil else { return t("why_nobody", ["at": at]) }
        return explanation.automatic ? t("why_rule", ["at": at]) : t("why_hand", ["at": at, "person": explanation.pickedBy ?? ""])
    }

    private var all: String {
        t("why_all", ["count": t.formats.number(explanation.candidates.count + explanation.exclusions.count)])
    }

    private func candidates(_ candidates: [Explanation.Candidate]) -> Table {
        let numbers = ["helpers_load", "helpers_cases", "why_recent"].map { Table.Column(t($0), isNumber: true) }
        return Table(
            caption: t("why_candidates"),
            columns: [Table.Column(t("helpers_name")), Table.Column(t("helpers_kind"))] + numbers + [Table.Column(t("why_last"))],
            rows: candidates.map { candidate in
                [
                    .text(candidate.name, detail: candidate.helper == explanation.chosen ? t("why_chosen") : nil),
                    .text(t.label(candidate.kind)), .number(t.formats.number(candidate.load, places: 1)),
                    .number(t.formats.number(candidate.openCases)), .number(t.formats.number(candidate.recentCases)),
                    candidate.lastAssignedAt.map { .moment(Moment($0, t.formats)) } ?? .none,
                ]
            }, empty: EmptyState(t("why_no_candidates")))
    }

    private func exclusions(_ exclusions: [Explanation.Exclusion]) -> Table {
        Table(
            caption: t("why_exclusions"),
            columns: [Table.Column(t("helpers_name")), Table.Column(t("helpers_kind")), Table.Column(t("why_reason"))],
            rows: exclusions.map { exclusion in
                [.text(exclusion.name), .text(t.label(exclusion.kind)), .text(exclusion.reason.sentence.text(t.language))]
            }, empty: EmptyState(""))
    }
}
