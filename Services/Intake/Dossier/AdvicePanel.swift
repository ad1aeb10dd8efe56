import Models
import Pages
import Rules
import ServiceKit

/// What `intake-advice-extension.mustache` shows: until when written advice is due, why longer, and the form by which its time is extended.
struct AdvicePanel: Part {
    let record: CaseRecord
    let papers: [DossierPaper]
    let rules: RulePacks
    let mayExtend: Bool
    /// Somebody else changed the case while the form was filled in.
    let hasMoved: Bool
    let form: Form

    private var t: Sentences { form.sentences }

    func child(named name: String) -> Any? {
        switch name {
        case "case_address": "/cases/\(record.id)"
        case "errors": form.summary(fields)
        case "moved": hasMoved ? Notice.moved(t) : nil
        case "table": table
        case "extending": extending
        default: nil
        }
    }

    private var table: Table {
        Table(
            caption: t("advice_extension_title"), isCaptionHidden: true,
            columns: ["column_paper", "column_due", "request_reason"].map { Table.Column(t($0)) },
            rows: papers.filter { rules.isExtendable($0, of: record) }.map { paper in
                [
                    .text(paper.title.text(t.language.rawValue)), paper.dueOn.map { .moment(Moment($0, t.formats)) } ?? .none,
                    paper.extended.map { .text($0.reason, detail: words($0)) } ?? .none,
                ]
            }, empty: EmptyState(t("advice_extension_none")))
    }

    private func words(_ extended: PaperExtension) -> String {
        let decided = t("alerts_seen_by", ["name": extended.by, "time": t.formats.dateTime(extended.at)])
        guard let day = extended.agreedOn else { return decided }
        return t("advice_agreed_on", ["date": t.formats.date(day)]) + " – " + decided
    }

    /// The paper whose time can be extended; beyond the law's longer limit, by agreement only.
    private var awaited: DossierPaper? { rules.extendable(papers, of: record)?.paper }

    private var extending: CaseWorkTab? {
        guard mayExtend, !record.state.hasEnded, awaited != nil else { return nil }
        return CaseWorkTab(
            action: "/cases/\(record.id)/advice-extension", key: form.key, version: record.version, fields: fields,
            submit: t("advice_extension_submit"), isSecond: false)
    }

    private var fields: [any FormPart] {
        let onlyByAgreement = awaited?.extended != nil
        return [
            form.area("reason", "request_reason", hint: "advice_extension_hint", maximum: 2_000, rows: 3),
            form.date("agreed_until", "advice_agreed_until", hint: "advice_agreed_hint", isRequired: onlyByAgreement),
            form.date("agreed_on", "advice_agreed_on_label", isRequired: onlyByAgreement),
        ]
    }
}
