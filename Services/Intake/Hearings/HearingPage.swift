import Foundation
import Models
import Pages
import Rules
import ServiceKit

/// What `intake-hearing.mustache` shows: one hearing, how it stood before, and what can be done with it.
struct HearingPage: Part {
    let record: CaseRecord
    let hearing: Hearing
    let changes: [HearingChange]
    let rules: RulePacks
    let now: Date
    let mayWork: Bool
    /// Somebody else changed it while the form was filled in.
    let hasMoved: Bool
    let form: Form

    private var t: Sentences { form.sentences }
    private var table: HearingTable { HearingTable(rules: rules, now: now, t: t) }

    func child(named name: String) -> Any? {
        switch name {
        case "code": record.code
        case "case_address": "/cases/\(record.id)"
        case "title": table.title(hearing)
        case "tag": Tag(hearing, now: now, t)
        case "facts": facts
        case "errors": form.summary(fields + outcome + [reason])
        case "moved": hasMoved ? Notice.moved(t) : nil
        case "doing": mayWork ? doing : nil
        case "withdrawing": mayWork ? withdrawing : nil
        case "changes": changes.isEmpty ? nil : history
        default: nil
        }
    }

    private var facts: SummaryList {
        SummaryList(
            [
                .init(t("hearing_when"), .moment(Moment(hearing.startsAt, t.formats), detail: until)),
                .init(t("hearing_place"), hearing.place),
                .init(t("column_helper"), hearing.helper?.name), .init(t("hearing_note"), hearing.note),
            ] + (hearing.outcome.map { [.init(t("hearing_outcome"), $0)] } ?? []))
    }

    private var until: String? { hearing.endsAt.map { t("hearing_until", ["time": t.formats.time($0)]) } }

    private var doing: Tabs {
        func tab(_ name: String, _ path: String, _ fields: [any FormPart], _ title: String, _ submit: String, isSecond: Bool)
            -> Tabs.Section
        {
            let form = CaseWorkTab(
                action: hearing.address + path, key: form.key, version: hearing.version, fields: fields, submit: t(submit),
                isSecond: isSecond)
            return Tabs.Section(id: name, title: t(title), "intake-case-work", form)
        }
        let outcome = tab("outcome", "/outcome", outcome, "hearing_outcome_title", "hearing_outcome_submit", isSecond: false)
        let change = tab("change", "", fields, "hearing_change_title", "hearing_change_submit", isSecond: true)
        // Of a case that has ended nothing is fixed anew: only what became of it is entered.
        guard !record.state.hasEnded else { return Tabs(t("hearings_one"), [outcome]) }
        return Tabs(t("hearings_one"), hearing.startsAt < now ? [outcome, change] : [change, outcome])
    }

    private var fields: [any FormPart] {
        let kinds = rules.hearingKinds(on: LegalDate(now)).kinds(for: record.form, field: record.field)
        return HearingFields(form: form.within("change"), kinds: kinds).parts
    }

    private var outcome: [any FormPart] {
        let form = form.within("outcome")
        return [
            form.radios(
                "result", "hearing_result", isInline: true,
                [Choice("held", t("hearing_state_held")), Choice("adjourned", t("hearing_state_adjourned"))]),
            form.area("outcome", "hearing_outcome", maximum: 4_000, rows: 3),
        ] + form.hour("next_at", "hearing_next_date", "hearing_next_time", isRequired: false)
    }

    private var reason: any FormPart { form.area("reason", "hearing_withdraw_reason", maximum: 500, rows: 2) }

    private var withdrawing: ConfirmationDialog {
        ConfirmationDialog(
            id: "withdraw", opener: t("hearing_withdraw"), title: t("hearing_withdraw_title"), text: t("hearing_withdraw_text"),
            action: hearing.address + "/withdrawal", submit: t("hearing_withdraw_submit"), isDanger: true,
            kept: [HiddenField("form_key", form.key), HiddenField("version", String(hearing.version))], fields: [reason])
    }

    private var history: Table {
        Table(
            caption: t("hearing_changes"), columns: ["hearing_was", "hearing_place", "hearing_changed"].map { Table.Column(t($0)) },
            rows: changes.reversed().map { change in
                [
                    .moment(Moment(change.startsAt, t.formats)), .text(change.place),
                    .moment(Moment(change.changedAt, t.formats), detail: change.changedBy),
                ]
            }, empty: EmptyState(t("hearing_changes")))
    }
}
