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
        case "who": who
        case "requester": form.requester
        case "matter": matter
        default: nil
        }
    }

    /// What the form is filled in with; without a number that the reader does not see whole: what is left empty stays.
    static func values(of request: RequestRecord, countedAs: Models.Category, for reader: Identity) -> JSONValue {
        let entry = RegisterEntry(request)
        var members: [String: JSONValue] = [:]
        for field in RegisterField.allCases where !field.isOfRequester && (field != .identityNumber || reader.seesIdentityNumbers) {
            members[field.rawValue] = entry.value(of: field).map(JSONValue.field)
        }
        members["requester"] = entry.requester?.document
        members[RegisterField.categories.rawValue] = .array(entry.categories.map { .string($0.rawValue) })
        members["counted_as"] = .string(countedAs.rawValue)
        return .object(members)
    }

    private var lines: [Line] {
        let own = [
            Line(title: t("column_code"), value: record.code, was: []),
            Line(title: t("column_accepted"), value: t.formats.date(record.acceptedOn), was: []),
        ]
        let entry = RegisterEntry(request)
        let fields = RegisterField.allCases.filter { field in
            !field.isOfRequester || entry.requester != nil || corrections.contains { $0.field == field }
        }
        return own + fields.map { Line(title: t($0.label), value: shown($0, entry.value(of: $0)), was: was($0)) }
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
        return t.registerWords(value, of: field)
    }

    private var categories: [Choice] {
        rules.eligibility(on: request.factsDecidedOn.date).categories.map {
            Choice($0.category.rawValue, $0.title.text(t.language.rawValue))
        }
    }

    private var fields: [any FormPart] { who + form.requester.fields + matter }

    private var who: [any FormPart] {
        [
            form.text("name", "request_name", maximum: 200), form.date("birth", "request_birth", isRequired: false, isBirthday: true),
            form.select("ethnicity", "request_ethnicity", isRequired: false, rules.ethnicGroups.all.map { Choice($0.name, $0.name) }),
            form.radios(
                "gender", "request_gender", isRequired: false, isInline: true, Gender.allCases.map { Choice($0.rawValue, t.label($0)) }),
            form.text("identity_number", "request_identity", isRequired: false, width: .half, maximum: 20),
            form.text("phone", "request_phone", isRequired: false, kind: .tel, width: .half, maximum: 30),
            form.text("email", "request_email", isRequired: false, kind: .email, maximum: 254),
            form.text("address", "request_address", isRequired: false, maximum: 500),
        ]
    }

    private var matter: [any FormPart] {
        [
            form.checkboxes("categories", "request_categories", hint: "register_correction_proof", isRequired: false, categories),
            form.select("counted_as", "case_counted_as", isRequired: false, categories),
            form.select(
                "form", "request_form", hint: "register_correction_form", isRequired: false,
                AidForm.allCases.map { Choice($0.rawValue, t.label($0)) }),
            form.select("field", "request_field", isRequired: false, LegalField.allCases.map { Choice($0.rawValue, t.label($0)) }),
            form.area("summary", "request_summary", maximum: 4_000, rows: 4),
            form.area("reason", "register_correction_reason", hint: "register_correction_hint", maximum: 500, rows: 2),
        ]
    }
}

extension Sentences {
    /// What stood in a field, in words.
    func registerWords(_ value: String, of field: RegisterField) -> String {
        switch field {
        case .birth: LegalDate(value).map(formats.date) ?? value
        case .gender: Gender(rawValue: value).map { label($0) } ?? value
        case .form: AidForm(rawValue: value).map { label($0) } ?? value
        case .field: LegalField(rawValue: value).map { label($0) } ?? value
        case .categories: value.split(separator: " ").map { label(Category(rawValue: String($0))) }.joined(separator: "; ")
        case .name, .ethnicity, .identityNumber, .phone, .email, .address, .summary, .requesterName, .requesterRelation, .requesterPhone,
            .requesterEmail:
            value
        }
    }
}
