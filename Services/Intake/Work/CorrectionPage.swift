import Models
import Pages
import Rules
import ServiceKit

/// What `intake-correction.mustache` shows: an entry of work as it stands, and the form that corrects it.
struct CorrectionPage: Part {
    let record: CaseRecord
    let entry: ProgressRecord
    let rules: RulePacks
    let today: LegalDate
    let mayCorrect: Bool
    let form: Form

    private var t: Sentences { form.sentences }

    func child(named name: String) -> Any? {
        switch name {
        case "code": record.code
        case "case_address": "/cases/\(record.id)"
        case "work_address": "/cases/\(record.id)/work"
        case "action": "/cases/\(record.id)/work/\(entry.id.text)"
        case "entered": t("correction_entered", ["name": entry.enteredBy, "time": t.formats.dateTime(entry.enteredAt)])
        case "over": entry.superseded.map { Notice(.info, title: t("correction_over"), text: $0.reason) }
        case "may_correct": mayCorrect
        case "errors": form.summary(fields + [withdrawal])
        case "form_key": form.key
        case "fields": fields
        case "withdrawing": withdrawing
        default: nil
        }
    }

    private var fields: [any FormPart] {
        let kinds = rules.progressKinds(on: today).kinds(for: record.form, field: record.field)
        return WorkFields(form: form, kinds: kinds).parts + [form.area("reason", "correction_reason", maximum: 500, rows: 2)]
    }

    private var withdrawal: any FormPart { form.area("withdrawal", "correction_reason_of_withdrawal", maximum: 500, rows: 2) }

    private var withdrawing: ConfirmationDialog {
        ConfirmationDialog(
            id: "withdraw", opener: t("correction_withdraw"), title: t("correction_withdraw_title"), text: t("correction_withdraw_text"),
            action: "/cases/\(record.id)/work/\(entry.id.text)/withdrawal", submit: t("correction_withdraw_submit"), isDanger: true,
            kept: [HiddenField("form_key", form.key)], fields: [withdrawal])
    }
}

extension ProgressRecord {
    /// As the form has it.
    var asForm: JSONValue {
        var members: [String: JSONValue] = [
            "kind": .field(kind), "date": .field(half.map { HalfDay(date, $0).description } ?? date.description),
        ]
        let texts = [
            "minutes": minutes.map { String($0) }, "half_days": minutes == nil ? halfDays.map(Self.plain) : nil, "place": place,
            "confirmed_by": confirmedBy, "note": note, "result": result, "next_step": nextStep, "next_on": nextOn?.description,
        ]
        for (name, text) in texts { members[name] = text.map { .field($0) } }
        return .object(members)
    }

    private static func plain(_ number: Double) -> String {
        number == number.rounded() ? String(Int(number)) : String(number)
    }
}
