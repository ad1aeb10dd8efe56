import Models
import Pages
import Rules
import ServiceKit

/// What `intake-work.mustache` shows: the work on a case, entry by entry, each correction below what it corrected.
struct WorkPanel: Part {
    let record: CaseRecord
    let entries: [ProgressRecord]
    /// Those whose work it may be, where there is a choice.
    let helpers: [CaseHelper]
    let rules: RulePacks
    let today: LegalDate
    let mayCorrect: @Sendable (ProgressRecord) -> Bool
    let mayWork: Bool
    let form: Form

    private var t: Sentences { form.sentences }

    func child(named name: String) -> Any? {
        switch name {
        case "case_address": "/cases/\(record.id)"
        case "table": table
        case "total": total
        case "pay": "/cases/\(record.id)/pay"
        case "action": "/cases/\(record.id)/work"
        case "may_work": mayWork
        case "errors": form.summary(fields)
        case "failed": form.summary(fields) != nil
        case "form_key": form.key
        case "fields": fields
        default: nil
        }
    }

    private var fields: [any FormPart] {
        let kinds = rules.progressKinds(on: today).kinds(for: record.form, field: record.field)
        return WorkFields(form: form.within("work"), kinds: kinds, helpers: helpers, present: record.helper).parts
    }

    private var total: String {
        let halfDays = entries.filter { $0.superseded == nil }.compactMap(\.halfDays).reduce(0, +)
        return t("work_total", ["halfdays": t.formats.number(halfDays)])
    }

    private var table: Table {
        Table(
            caption: t("work_title"), isCaptionHidden: true,
            columns: [
                .init(t("work_date")), .init(t("progress_kind")), .init(t("column_helper")), .init(t("work_half_days"), isNumber: true),
                .init(t("work_place")), .init(t("column_state")),
            ],
            rows: entries.map(row), empty: EmptyState(t("work_empty"), text: t("work_empty_text")))
    }

    private func row(_ entry: ProgressRecord) -> [TableCell] {
        let language = t.language.rawValue
        let title = rules.progressKinds(on: entry.date)[entry.kind]?.title.text(language) ?? entry.kind
        let told = [entry.note, entry.result.map { t("work_result_is", ["result": $0]) }].compactMap(\.self).joined(separator: " – ")
        let confirmed = entry.confirmedBy.map { t("work_confirmed_by", ["name": $0]) }
        return [
            .moment(Moment(entry.date, t.formats), detail: entry.half.map(t.label)), .text(title, detail: told.isEmpty ? nil : told),
            entry.helperName.map { .text($0) } ?? .none, halfDays(entry),
            entry.place.map { .text($0, detail: confirmed) } ?? confirmed.map { .text($0) } ?? .none, state(of: entry),
        ]
    }

    private func halfDays(_ entry: ProgressRecord) -> TableCell {
        guard let halfDays = entry.halfDays else { return .none }
        return .number(t.formats.number(halfDays), detail: entry.minutes.map { t.count("work_minutes", $0) })
    }

    private func state(of entry: ProgressRecord) -> TableCell {
        guard let superseded = entry.superseded else {
            guard mayCorrect(entry) else { return entry.corrects == nil ? .none : .tag(Tag(t("work_correction"), .info)) }
            return .link(
                t("work_correct"), to: "/cases/\(record.id)/work/\(entry.id.text)",
                detail: entry.corrects == nil ? nil : t("work_correction"))
        }
        let isCorrected = entries.contains { $0.corrects == entry.id }
        return .tag(Tag(t(isCorrected ? "work_corrected" : "work_withdrawn")), detail: superseded.reason)
    }
}
