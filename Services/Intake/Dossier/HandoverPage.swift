import Models
import Pages
import Rules
import ServiceKit

/// What `intake-handover.mustache` shows.
struct HandoverPage: Part {
    let record: CaseRecord
    let gaps: [DossierGap]
    let waiver: DossierWaiver?
    let rules: RulePacks
    let today: LegalDate
    let isHelper: Bool
    let leads: Bool
    let mayHandOver: Bool
    let mayReadPapers: Bool
    /// Somebody else changed the case while the form was filled in.
    let hasMoved: Bool
    /// Why it was not handed over just now.
    let refusal: String?
    let form: Form

    private var t: Sentences { form.sentences }
    private var deadline: Deadline { rules.deadlines(on: record.acceptedOn)[.handover] }

    func child(named name: String) -> Any? {
        switch name {
        case "code": record.code
        case "case_address": "/cases/\(record.id)"
        case "errors": form.summary(fields)
        case "moved": hasMoved ? Notice.moved(t) : nil
        case "state": state
        case "facts": facts
        case "gaps": gaps.isEmpty ? nil : gapTable
        case "waiver": waiver.map { DossierWaiverNotice(waiver: $0, rules: rules, acceptedOn: record.acceptedOn, t: t).notice }
        case "list": mayReadPapers ? Fragment("/cases/\(record.id)/papers/list", label: t("handover_list")) : nil
        case "handing": mayHandOver && record.allows(.handOver) ? handing : nil
        default: nil
        }
    }

    private var state: Notice {
        if let refusal { return Notice(.danger, text: refusal) }
        if let date = record.handedOverOn { return Notice(.success, text: t("handover_done", ["date": t.formats.date(date)])) }
        guard record.allows(.handOver), let due else { return Notice(.info, text: t("handover_not_yet")) }
        let words = t("handover_due", ["date": t.formats.date(due), "article": Citation(deadline.source).text(t.language.rawValue)])
        return Notice(due < today ? .danger : .info, text: words)
    }

    private var due: LegalDate? { record.endedOn.flatMap { deadline.lastDay(from: $0, in: rules.calendar) } }

    private var facts: SummaryList {
        SummaryList([
            .init(t("column_client"), record.clientName), .init(t("column_helper"), record.helper?.name),
            .init(t("case_ended"), record.endedOn.map { .moment(Moment($0, t.formats)) } ?? .none),
            .init(t("handover_from"), record.handedOverBy), .init(t("handover_to"), record.receivedBy),
            .init(t("handover_on"), record.handedOverOn.map { .moment(Moment($0, t.formats)) } ?? .none),
            .init(t("handover_note"), record.handoverNote),
        ])
    }

    private var gapTable: Table {
        Table(
            caption: t("handover_gaps"), isCaptionHidden: true,
            columns: [.init(t("column_paper")), .init(t("column_due")), .init(t("dossiers_owed_by")), .init(t("column_state"))],
            rows: gaps.map { gap in
                [
                    .text(gap.paper.title.text(t.language.rawValue), detail: Citation(gap.paper.article).text(t.language.rawValue)),
                    gap.dueOn.map { .moment(Moment($0, t.formats)) } ?? .none, .text(t("owed_by_\(gap.owedBy.rawValue)")),
                    .tag(gap.tag(today, t)),
                ]
            }, empty: EmptyState(t("dossiers_complete")))
    }

    private var handing: PayForm {
        PayForm(action: "/cases/\(record.id)/handover", key: form.key, fields: fields, version: record.version)
    }

    private var reason: any FormPart {
        form.area(
            "missing_papers_reason", "handover_missing_reason", hint: "completion_missing_reason_hint", isRequired: false, maximum: 2_000,
            rows: 3)
    }

    private var fields: [any FormPart] {
        let known = record.helper.map { Form(t, values: .object(["handed_over_by": .field($0.name)])) }
        let giver = form.value("handed_over_by").isEmpty && form.error("handed_over_by") == nil ? known ?? form : form
        let fields: [any FormPart] = [
            form.date("date", "handover_on", isRequired: false),
            giver.text("handed_over_by", "handover_from", isRequired: false, maximum: 200),
            form.text("received_by", "handover_to", hint: "handover_to_hint", isRequired: isHelper, maximum: 200),
            form.area("note", "handover_note", isRequired: false, maximum: 2_000, rows: 2),
        ]
        return leads && !gaps.isEmpty ? fields + [reason] : fields
    }
}
