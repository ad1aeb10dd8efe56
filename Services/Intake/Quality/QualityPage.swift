import Foundation
import Models
import Pages
import Rules
import ServiceKit

/// What `intake-quality.mustache` shows: the rounds of a case with their score sheets, its criteria of success, and the forms of both.
struct QualityPage: Part {
    let sheet: QualitySheet
    let pack: QualityPack
    let caller: Identity
    let form: Form

    private var t: Sentences { form.sentences }
    private var record: CaseRecord { sheet.record }
    private var criteria: [QualityCriterion] { pack.criteria(for: record.form) }
    private var address: String { "/cases/\(record.id)/quality" }

    func child(named name: String) -> Any? {
        switch name {
        case "code": record.code
        case "case_address": "/cases/\(record.id)"
        case "errors": form.summary(scores + whole + finding)
        case "drawn": sheet.isDrawn ? Notice(.info, text: t("quality_drawn")) : nil
        case "not_yet": record.isFinished ? nil : Notice(.info, text: t("quality_not_yet"))
        case "rounds": sheet.rounds.reversed().map(panel)
        case "none": sheet.rounds.isEmpty && record.isFinished ? EmptyState(t("quality_none"), text: t("quality_none_text")) : nil
        case "scoring": mayScore ? self : nil
        case "score_title": t(isEvaluator ? "quality_evaluate" : "quality_appraise")
        case "action": address + (isEvaluator ? "/evaluation" : "/appraisal")
        case "form_key": form.key
        case "scores": scores
        case "fields": whole
        case "success": success
        case "finding": mayFind ? self : nil
        case "finding_action": address + "/success"
        case "finding_fields": finding
        case "unconfirmed": pack.note.map { Notice(.info, title: t("rule_unconfirmed"), text: $0.text(t.language.rawValue)) }
        default: nil
        }
    }

    private var isEvaluator: Bool { caller.may(.evaluateQuality) }

    private var mayScore: Bool {
        guard record.isFinished, isEvaluator ? record.form != .advice : caller.may(.appraiseQuality) else { return false }
        guard caller.helper == nil || caller.helper != record.helper?.id else { return false }
        // One's own scores are in: the other's are waited for.
        return !sheet.rounds.contains { !$0.round.isClosed && $0.reviews.contains { $0.reviewer == caller.subject } }
    }

    private var mayFind: Bool { record.isFinished && record.form == .litigation && caller.may(.findSuccess) }

    private var scores: [any FormPart] {
        let form = form.within("quality")
        return criteria.map { criterion in
            let label = FieldLabel(
                name: "points.\(criterion.key)",
                label: t("quality_points_of", ["criterion": criterion.title.text(t.language.rawValue), "points": "\(criterion.points)"]),
                hint: Citation(criterion.article).text(t.language.rawValue), error: form.error("points.\(criterion.key)"), scope: "quality")
            return Field(label, value: form.value("points.\(criterion.key)"), width: .short)
        }
    }

    private var whole: [any FormPart] {
        let form = form.within("quality")
        let basis: [any FormPart] =
            isEvaluator
            ? [
                form.select(
                    "basis", "quality_basis", prompt: nil,
                    QualityRound.Basis.allCases.map { Choice($0.rawValue, t("quality_basis_\($0.rawValue)")) })
            ] : []
        return basis + [
            form.checkboxes("breach", "quality_breach", isRequired: false, [Choice("true", t("quality_breach_yes"))]),
            form.checkboxes(
                "second", "quality_second", hint: "quality_second_hint", isRequired: false, [Choice("true", t("quality_second_yes"))]),
            form.area("note", "quality_note", isRequired: false, maximum: 4_000, rows: 3),
        ]
    }

    private var finding: [any FormPart] {
        guard mayFind else { return [] }
        let form = form.within("success")
        return [
            form.checkboxes(
                "criteria", "success_criteria", hint: "success_hint", isRequired: false,
                pack.success(in: record.field).map { Choice($0.key, "\($0.key) – \($0.title.text(t.language.rawValue))") }),
            form.area("note", "quality_note", isRequired: false, maximum: 2_000, rows: 2),
        ]
    }

    private var success: SummaryList? {
        guard record.form == .litigation, let finding = sheet.finding else { return nil }
        let titles = finding.criteria.map { key in
            TableCell.text("\(key) – \(pack.success.first { $0.key == key }?.title.text(t.language.rawValue) ?? "")")
        }
        return SummaryList([
            .init(t("success_found"), titles.isEmpty ? [.text(t("success_none"))] : titles), .init(t("quality_note"), finding.note),
            .init(t("quality_by"), .text(finding.by, detail: finder(finding))),
        ])
    }

    /// For whom it was found, and when: the organisation itself, or whoever evaluates.
    private func finder(_ finding: SuccessFinding) -> String {
        [finding.role.map(t.label), t.formats.dateTime(finding.at)].compactMap(\.self).joined(separator: ", ")
    }

    private func panel(_ round: QualitySheet.Round) -> QualityRoundPanel {
        QualityRoundPanel(
            round: round, criteria: criteria, pack: pack, address: address,
            mayReply: caller.may(.replyToQuality) && caller.helper == record.helper?.id, form: form)
    }
}
