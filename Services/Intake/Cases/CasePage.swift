import Models
import Pages
import Rules
import ServiceKit

/// What `intake-case.mustache` shows: the facts, the dossier, what happened, and the panels of the other services.
struct CasePage: Part {
    let file: CaseFile
    let entries: [TimelineEntry]
    let rules: RulePacks
    let form: Form
    let mayWork: Bool
    let mayReadPapers: Bool
    /// Who saw the case: for those who may ask.
    let mayReadAudit: Bool
    let today: LegalDate

    private var t: Sentences { form.sentences }
    private var record: CaseRecord { file.record }

    func child(named name: String) -> Any? {
        switch name {
        case "code": record.code
        case "client": record.clientName
        case "tags": tags
        case "errors": form.summary(work + ending)
        case "facts": facts
        case "request": RequestFacts(file.request, t).summary
        case "dossier": dossier
        case "completeness":
            t("dossier_completeness", ["present": "\(state.present)", "required": "\(state.required)", "percent": "\(state.percent)"])
        case "percent": state.percent
        case "conflicts": conflicts
        case "panels": panels
        case "history": history
        case "audit": mayReadAudit ? "/audit?subject=\(record.id)" : nil
        case "may_work": mayWork
        case "form_key": form.key
        case "work": work
        case "ending": ending
        case "progress_action": "/cases/\(record.id)/progress"
        case "completion_action": "/cases/\(record.id)/completion"
        default: nil
        }
    }

    private var state: DossierState { DossierState(file.papers) }

    private var tags: [Tag] {
        var tags = [Tag(record.state, t)]
        if record.stalled, record.state.isOpen { tags.append(Tag(t("case_stalled"), .bad)) }
        if record.urgent { tags.append(Tag(t("case_urgent"), .attention)) }
        if file.conflicts.contains(where: { $0.verdict == .conflict }) { tags.append(Tag(ConflictVerdict.conflict, t)) }
        return tags
    }

    private var facts: SummaryList {
        let moments: [(key: String, moment: Moment?, detail: String?)] = [
            ("case_held", record.held.map { Moment($0, t.formats) }, nil),
            ("case_deadline", record.deadline.map { Moment($0, t.formats) }, nil),
            ("case_last_progress", record.lastProgressOn.map { Moment($0, t.formats) }, nil),
            ("case_ended", record.endedOn.map { Moment($0, t.formats) }, record.result),
        ]
        return SummaryList(
            [
                .init(t("column_form"), t.label(record.form)), .init(t("column_field"), t.label(record.field)),
                .init(t("column_accepted"), .moment(Moment(record.acceptedOn, t.formats))),
                .init(t("case_counted_as"), t.label(record.countedAs)),
            ] + moments.compactMap { key, moment, detail in moment.map { .init(t(key), .moment($0, detail: detail)) } })
    }

    private var dossier: Table {
        Table(
            caption: t("dossier_title"), isCaptionHidden: true,
            columns: [Table.Column(t("column_paper")), Table.Column(t("column_due")), Table.Column(t("column_state"))],
            rows: file.papers.map { paper in
                [
                    .text(paper.title.text(t.language.rawValue), detail: Citation(paper.article).text(t.language.rawValue)),
                    paper.dueOn.map { .moment(Moment($0, t.formats)) } ?? .none, tag(of: paper),
                ]
            }, empty: EmptyState(t("dossier_empty")))
    }

    private func tag(of paper: DossierPaper) -> TableCell {
        if let attachment = paper.attachment { return .link(t("dossier_present"), to: "/api/v1/attachments/\(attachment)") }
        let isLate = paper.dueOn.map { $0 < today } ?? false
        return .tag(isLate ? Tag(t("dossier_late"), .bad) : Tag(t("dossier_missing"), .attention))
    }

    private var conflicts: Table? {
        guard !file.conflicts.isEmpty else { return nil }
        return Table(
            caption: t("conflicts_title"), isCaptionHidden: true,
            columns: [Table.Column(t("conflicts_case")), Table.Column(t("column_state"))],
            rows: file.conflicts.map { [.link($0.case.description, to: "/cases/\($0.case)"), .tag(Tag($0.verdict, t))] },
            empty: EmptyState(t("conflicts_title")))
    }

    private var panels: [Fragment] {
        let papers = mayReadPapers ? [Fragment("/cases/\(record.id)/papers", label: t("panel_papers"))] : []
        return [Fragment("/cases/\(record.id)/assignment", label: t("panel_assignment"))] + papers
            + [Fragment("/cases/\(record.id)/alerts", label: t("panel_alerts"))]
    }

    private var history: Timeline {
        Timeline(
            entries.reversed().map { entry in
                Timeline.Entry(
                    t("timeline_\(entry.kind)"), at: Moment(entry.at, t.formats), by: entry.actor ?? entry.details["helper"],
                    text: text(of: entry))
            }, empty: EmptyState(t("timeline_empty")))
    }

    /// What an entry says beyond its kind, in words.
    private func text(of entry: TimelineEntry) -> String? {
        let language = t.language.rawValue
        switch entry.kind {
        case "progress": return entry.details["kind"].flatMap { rules.progressKinds(on: today)[$0]?.title.text(language) }
        case "paper_stored":
            return entry.details["kind"].flatMap {
                rules.dossier(on: today).title(ofKind: $0, proofs: rules.eligibility(on: today).papers)?.text(language)
            }
        case "stopped": return entry.details["ground"].flatMap { rules.stopGrounds(on: today)[$0]?.title.text(language) }
        case "stalled": return entry.details["working_days"].map { t("timeline_stalled_days", ["days": $0]) }
        case "conflict_found": return entry.details["verdict"].flatMap(ConflictVerdict.init).map(t.label)
        default: return nil
        }
    }

    private var work: [any FormPart] {
        let kinds = rules.progressKinds(on: today).kinds(for: record.form, field: record.field)
        let form = form.within("progress")
        return [
            form.select("kind", "progress_kind", kinds.map { Choice($0.key, $0.title.text(t.language.rawValue)) }),
            form.date("date", "progress_date"),
            form.text("half_days", "progress_half_days", isRequired: false, kind: .number, width: .short),
            form.area("note", "progress_note", isRequired: false, maximum: 4_000, rows: 3),
        ]
    }

    private var ending: [any FormPart] {
        let form = form.within("completion")
        return [form.date("date", "completion_date"), form.area("result", "completion_result", isRequired: false, maximum: 4_000, rows: 3)]
    }
}
