import Models
import Pages
import Rules
import ServiceKit

/// What `intake-case.mustache` shows: the facts, the dossier, what happened, and the panels of the other services.
struct CasePage: Part {
    let file: CaseFile
    let reader: Identity
    let entries: [TimelineEntry]
    let rules: RulePacks
    /// The forms of the work, each with what was typed into it and what was wrong with that.
    let forms: CaseForms
    let mayWork: Bool
    /// Whether they lead the organisation: they may let the case be finished although papers are missing.
    let leads: Bool
    let mayReadPapers: Bool
    /// Whether they see that the client asks for another helper: whoever has the case does not.
    let mayReadChanges: Bool
    /// Who saw the case: for those who may ask.
    let mayReadAudit: Bool
    let today: LegalDate

    private var t: Sentences { forms.progress.sentences }
    private var record: CaseRecord { file.record }

    func child(named name: String) -> Any? {
        switch name {
        case "code": record.code
        case "client": record.clientName
        case "tags": tags
        case "errors": held ?? forms.progress.summary(work) ?? forms.completion.summary(ending)
        case "moved": forms.hasMoved ? Notice.moved(t) : nil
        case "proof": !record.state.hasEnded ? ProofNotice(proof: file.request.proof, today: today, t: t).notice : nil
        case "facts": facts
        case "imported": file.imported.map { ImportedPanel(facts: $0, t: t) }
        case "dossier": dossier
        case "completeness": completeness
        case "waiver":
            record.isFinished || record.handedOverOn != nil
                ? file.waiver.map { DossierWaiverNotice(waiver: $0, rules: rules, acceptedOn: record.acceptedOn, t: t).notice } : nil
        case "conflicts": conflicts
        case "panels": panels
        case "ways": ways
        case "life": life
        case "doing": mayWork ? doing : nil
        case "told": told
        default: nil
        }
    }

    private var state: DossierState { DossierState(file.papers, record.phase) }

    private var tags: [Tag] {
        var tags = [Tag(record.state, t)]
        if let late = record.lateTag(t) { tags.append(late) }
        if record.imported { tags.append(Tag(t("register_import_case_title"), .quiet)) }
        if record.urgent { tags.append(Tag(t("case_urgent"), .attention)) }
        if file.conflicts.contains(where: { $0.verdict == .conflict }) { tags.append(Tag(ConflictVerdict.conflict, t)) }
        return tags
    }

    private var facts: SummaryList {
        let moments: [(key: String, moment: Moment?, detail: String?)] = [
            ("case_held", record.held.map { Moment($0, t.formats) }, nil),
            ("case_deadline", record.deadline.map { Moment($0, t.formats) }, nil),
            ("helper_change_due", record.changeDueOn.map { Moment($0, t.formats) }, nil),
            ("case_last_progress", record.lastProgressOn.map { Moment($0, t.formats) }, nil),
            ("home_next_step", record.nextOn.map { Moment($0, t.formats) }, record.nextStep),
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
        let gaps = Dictionary(uniqueKeysWithValues: gaps.map { ($0.paper.kind, $0) })
        return Table(
            caption: t("dossier_title"), isCaptionHidden: true,
            columns: [Table.Column(t("column_paper")), Table.Column(t("column_due")), Table.Column(t("column_state"))],
            rows: file.papers.map { paper in
                let gap = gaps[paper.kind]
                return [
                    .text(paper.title.text(t.language.rawValue), detail: Citation(paper.article).text(t.language.rawValue)),
                    (gap?.dueOn ?? paper.dueOn).map {
                        .moment(
                            Moment($0, t.formats),
                            detail: paper.extended.map { t($0.agreedOn == nil ? "advice_extended" : "advice_agreed") })
                    } ?? .none,
                    tag(of: paper, gap),
                ]
            }, empty: EmptyState(t("dossier_empty")))
    }

    private func tag(of paper: DossierPaper, _ gap: DossierGap?) -> TableCell {
        if let attachment = paper.attachment { return .link(t("dossier_present"), to: "/api/v1/attachments/\(attachment)") }
        guard let gap else { return .tag(Tag(t("dossier_at_the_end"), .quiet)) }
        return .tag(gap.tag(today, t), detail: t("owed_by_\(gap.owedBy.rawValue)"))
    }

    private var gaps: [DossierGap] { rules.gaps(of: record, file.papers) }

    /// Which papers held the end back, each with the way to the list.
    private var held: ErrorSummary? {
        forms.gaps.isEmpty
            ? nil : ErrorSummary(forms.gaps.map { Link(t("gap_missing", ["paper": $0.message.text(t.language)]), to: "#dossier") })
    }

    private var conflicts: Table? {
        guard !file.conflicts.isEmpty else { return nil }
        return Table(
            caption: t("conflicts_title"), isCaptionHidden: true,
            columns: [
                Table.Column(t("conflicts_case")), Table.Column(t("column_state")), Table.Column(t("conflict_score"), isNumber: true),
            ],
            rows: file.conflicts.map { conflict in
                [
                    file.conflictCodes[conflict.case].map { .link($0, to: "/cases/\(conflict.case)") } ?? .text(t("conflict_elsewhere")),
                    .tag(Tag(conflict.verdict, t)), .number(t.formats.number(conflict.score * 100, places: 0) + " %"),
                ]
            },
            empty: EmptyState(t("conflicts_title")))
    }

    private var panels: [Fragment] {
        let papers = mayReadPapers ? [Fragment("/cases/\(record.id)/papers", label: t("panel_papers"))] : []
        return [Fragment("/cases/\(record.id)/assignment", label: t("panel_assignment"))] + papers
            + [Fragment("/cases/\(record.id)/alerts", label: t("panel_alerts"))]
    }

    /// Pages of what is done on the case.
    private var ways: [Link] {
        let advice = record.form == .advice ? [("advice-extension", "advice_extension_title")] : []
        let changes = mayReadChanges ? [("helper-changes", "helper_changes_title")] : []
        let pages = [
            ("state", "state_title"), ("work", "work_title"), ("hearings", "hearings_title"), ("pay", "pay_title"),
            ("documents", "documents_title"),
            ("handover", "handover_title"), ("quality", "quality_title"),
            ("register", "register_entry_title"), ("parties", "parties_title"),
        ]
        return (pages + advice + changes).map { path, key in
            Link(t(key), to: "/cases/\(record.id)/\(path)")
        }
    }

    /// How far the case has come; nil once it is over, and where it was stopped.
    private var life: Steps? {
        let current: Int? =
            switch record.state {
            // Whoever was picked has yet to take it on, until they enter work.
            case .registered, .assigned: 1
            case .underWay, .suspended: 2
            case .finished: 4
            case .stopped, .handedOver, .transferred, .archived: nil
            }
        let titles = ["register", "assign", "work", "finish", "hand_over"].map { (title: t("case_life_\($0)"), href: String?.none) }
        return current.map { Steps(titles, current: $0, t) }
    }

    private var completeness: ProgressBar {
        let values = ["present": "\(state.present)", "required": "\(state.required)", "percent": "\(state.percent)"]
        return ProgressBar(
            t("column_paper"), done: state.present, of: state.required, words: t("dossier_completeness", values))
    }

    private var doing: Tabs {
        func tab(
            _ name: String, _ form: Form, version: Int? = nil, _ fields: [any FormPart], _ title: String, _ submit: String, isSecond: Bool
        ) -> Tabs.Section {
            let form = CaseWorkTab(
                action: "/cases/\(record.id)/\(name)", key: form.key, version: version, fields: fields, submit: t(submit),
                isSecond: isSecond)
            return Tabs.Section(id: name, title: t(title), "intake-case-work", form)
        }
        var tabs: [Tabs.Section] = []
        if record.allows(.work) {
            tabs.append(tab("progress", forms.progress, work, "progress_title", "progress_submit", isSecond: false))
        }
        tabs.append(
            tab(
                "completion", forms.completion, version: record.version, ending, "completion_title", "completion_submit", isSecond: true))
        return Tabs(t("case_work"), tabs)
    }

    private var told: Tabs {
        let history = CaseHistory(entries: entries, rules: rules, today: today, t: t)
        return Tabs(
            t("case_told"),
            [
                Tabs.Section(
                    id: "history", title: t("timeline_title"), "intake-case-history",
                    CaseHistoryTab(history: history.timeline, audit: mayReadAudit ? "/audit?subject=\(record.id)" : nil)),
                Tabs.Section(
                    id: "request", title: t("case_request"), "parts/summary",
                    RequestFacts(file.request, rules, on: today, for: reader, t).summary),
            ])
    }

    private var work: [any FormPart] {
        let kinds = rules.progressKinds(on: today).kinds(for: record.form, field: record.field)
        return WorkFields(form: forms.progress.within("progress"), kinds: kinds).brief
    }

    /// As a rule the request was fulfilled; other law may have terminated the proceedings (circular 12/2018, Điều 10.1, 10.3).
    private func ground(_ form: Form) -> any FormPart {
        form.select("ground", "completion_ground", prompt: nil, rules.completionGrounds(on: today).all.map { $0.choice(t) })
    }

    private var ending: [any FormPart] {
        let form = forms.completion.within("completion")
        let missing = gaps.filter(\.blocks).map { $0.paper.title.text(t.language.rawValue) }
        let waiver = leads && !missing.isEmpty
        let fields: [any FormPart] = [
            ground(form), form.date("date", "completion_date"),
            form.area("result", "completion_result", isRequired: false, maximum: 4_000, rows: 3),
        ]
        guard waiver else { return fields }
        return fields + [
            form.area(
                "missing_papers_reason", "completion_missing_reason", hint: "completion_missing_reason_hint", isRequired: false,
                maximum: 2_000, rows: 3)
        ]
    }
}
