import Models
import Pages
import Rules
import ServiceKit

/// What `intake-register-entry.mustache` shows: each field of an entry in the register, what stood there before struck through beside what stands there
/// now, with who corrected it, when and why.
struct RegisterEntryPanel: Part {
    /// One field of the entry.
    struct Line: Part {
        let title: String
        let value: String
        let was: [Was]

        func child(named name: String) -> Any? {
            switch name {
            case "title": title
            case "value": value
            case "was": was
            default: nil
            }
        }
    }

    /// What stood there before.
    struct Was: Part {
        let text: String
        let detail: String

        func child(named name: String) -> Any? {
            switch name {
            case "text": text
            case "detail": detail
            default: nil
            }
        }
    }

    let record: CaseRecord
    let request: RequestRecord
    let corrections: [RegisterCorrection]
    /// Who looks at it.
    let reader: Identity
    let rules: RulePacks
    let mayCorrect: Bool
    let form: Form
    /// The version that whoever fills in the form has seen.
    let seen: Int
    /// Somebody else changed the case while the form was filled in.
    let hasMoved: Bool

    private var t: Sentences { form.sentences }

    func child(named name: String) -> Any? {
        switch name {
        case "case_address": "/cases/\(record.id)"
        case "action": "/cases/\(record.id)/register"
        case "lines": lines
        case "may_correct": mayCorrect
        case "failed": hasMoved || form.summary(fields) != nil
        case "version": String(seen)
        case "moved": hasMoved ? Notice.moved(t) : nil
        case "errors": form.summary(fields)
        case "form_key": form.key
        case "fields": fields
        default: nil
        }
    }

    /// What the form is filled in with.
    static func values(of request: RequestRecord) -> JSONValue {
        var members: [String: JSONValue] = [:]
        for field in RegisterField.allCases { members[field.rawValue] = request.value(of: field).map(JSONValue.field) }
        return .object(members)
    }

    private var lines: [Line] {
        let own = [
            Line(title: t("column_code"), value: record.code, was: []),
            Line(title: t("column_accepted"), value: t.formats.date(record.acceptedOn), was: []),
        ]
        return own
            + RegisterField.allCases.map { field in
                Line(title: t(field.label), value: shown(field, request.value(of: field)), was: was(field))
            }
    }

    private func was(_ field: RegisterField) -> [Was] {
        corrections.filter { $0.field == field }.map { one in
            Was(
                text: shown(field, one.old),
                detail: t(
                    "register_corrected_words", ["by": one.by, "date": t.formats.dateTime(one.at), "reason": one.reason]))
        }
    }

    private func shown(_ field: RegisterField, _ value: String?) -> String {
        guard let value else { return "–" }
        if field == .identityNumber { return reader.sees(identityNumber: value) ?? "–" }
        return field == .birth ? LegalDate(value).map(t.formats.date) ?? value : value
    }

    private var fields: [any FormPart] {
        [
            form.text("name", "request_name", maximum: 200), form.date("birth", "request_birth", isRequired: false, isBirthday: true),
            form.select("ethnicity", "request_ethnicity", isRequired: false, rules.ethnicGroups.all.map { Choice($0.name, $0.name) }),
            form.text("identity_number", "request_identity", isRequired: false, width: .half, maximum: 20),
            form.text("phone", "request_phone", isRequired: false, kind: .tel, width: .half, maximum: 20),
            form.text("address", "request_address", isRequired: false, maximum: 500),
            form.area("summary", "request_summary", maximum: 4_000, rows: 4),
            form.area("reason", "register_correction_reason", hint: "register_correction_hint", maximum: 500, rows: 2),
        ]
    }
}
