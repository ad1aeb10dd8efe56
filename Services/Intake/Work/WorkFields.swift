import Models
import Pages
import Rules
import ServiceKit

/// The fields of an entry of work, the same where it is entered and where it is corrected.
struct WorkFields {
    let form: Form
    let kinds: [ProgressKind]
    /// Those whose work it may be; asked where there is a choice.
    var helpers: [CaseHelper] = []
    /// Whoever has the case: whose work it is as a rule.
    var present: CaseHelper?

    /// All of them.
    var parts: [any FormPart] {
        whose + [
            kind, day,
            form.text("minutes", "progress_minutes", hint: "progress_minutes_hint", isRequired: false, kind: .number, width: .short),
            halfDays, form.text("place", "progress_place", isRequired: false, maximum: 300),
            form.text("confirmed_by", "progress_confirmed_by", hint: "progress_confirmed_by_hint", isRequired: false, maximum: 200),
            form.area("note", "work_note", isRequired: false, maximum: 4_000, rows: 3),
            form.area("result", "progress_result", isRequired: false, maximum: 4_000, rows: 2),
        ] + next
    }

    /// What suffices on the way, on the page of the case.
    var brief: [any FormPart] {
        [kind, day, halfDays, form.area("note", "progress_note", isRequired: false, maximum: 4_000, rows: 3)] + next
    }

    private var whose: [any FormPart] {
        guard helpers.count > 1 else { return [] }
        let others = helpers.filter { $0.id != present?.id }
        return [
            form.select(
                "helper", "column_helper", prompt: nil,
                ([present].compactMap(\.self) + others).map { Choice($0.id.description, $0.name) })
        ]
    }

    private var kind: any FormPart {
        form.select("kind", "progress_kind", kinds.map { Choice($0.key, $0.title.text(form.sentences.language.rawValue)) })
    }

    private var day: any FormPart { form.halfDay("date", "progress_date", hint: "progress_date_hint") }

    private var halfDays: any FormPart {
        form.text("half_days", "progress_half_days", isRequired: false, kind: .number, width: .short)
    }

    private var next: [any FormPart] {
        [
            form.text("next_step", "home_next_step", isRequired: false, maximum: 500),
            form.date("next_on", "progress_next_on", isRequired: false),
        ]
    }
}
