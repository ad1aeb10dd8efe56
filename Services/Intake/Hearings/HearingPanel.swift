import Foundation
import Models
import Pages
import Rules

/// What `intake-hearings.mustache` shows: the hearings of a case, and the form of a new one.
struct HearingPanel: Part {
    let record: CaseRecord
    let hearings: [Hearing]
    let rules: RulePacks
    let now: Date
    let mayWork: Bool
    let form: Form

    private var t: Sentences { form.sentences }

    func child(named name: String) -> Any? {
        switch name {
        case "case_address": "/cases/\(record.id)"
        case "action": "/cases/\(record.id)/hearings"
        case "table": HearingTable(rules: rules, now: now, t: t).ofCase(hearings)
        case "may_work": mayWork
        case "failed": form.summary(fields) != nil
        case "errors": form.summary(fields)
        case "form_key": form.key
        case "fields": fields
        default: nil
        }
    }

    private var fields: [any FormPart] {
        let kinds = rules.hearingKinds(on: LegalDate(now)).kinds(for: record.form, field: record.field)
        return HearingFields(form: form.within("hearing"), kinds: kinds).parts
    }
}
