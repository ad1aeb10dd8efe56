import Models
import Pages
import ServiceKit

/// What `assignment-helper-form.mustache` shows: the fields of a new helper, or of one on record.
struct HelperFormPage: Part {
    let form: Form
    /// Nil for a new one.
    let helper: Helper?
    let organisations: [Organisation]

    func child(named name: String) -> Any? {
        switch name {
        case "action": helper.map { "/helpers/\($0.id)" } ?? "/helpers"
        case "heading": helper?.name ?? form.sentences("helpers_new")
        case "version": helper.map { String($0.version) }
        case "errors": form.summary(fields)
        case "fields": fields
        default: nil
        }
    }

    /// What is on record, as the form shows it.
    static func values(of helper: Helper) -> JSONValue {
        func text(_ value: String?) -> JSONValue { value.map { .string($0) } ?? .null }
        return .object([
            "kind": .string(helper.kind.rawValue), "name": .string(helper.name), "email": text(helper.email), "phone": text(helper.phone),
            "card_number": text(helper.cardNumber), "appointed_on": text(helper.appointedOn?.description), "active": .bool(helper.active),
        ])
    }

    private var fields: [any FormPart] {
        let t = form.sentences
        let kinds = HelperKind.allCases.map { Choice($0.rawValue, t.label($0)) }
        let employer = form.select("organisation", "helpers_organisation", organisations.map { Choice($0.id.description, $0.title) })
        let facts: [any FormPart] = [
            form.radios("kind", "helpers_kind", hint: "helpers_kind_hint", kinds),
            form.text("name", "helpers_name", autocomplete: "off", maximum: 200),
            form.text("email", "helpers_email", hint: "helpers_email_hint", isRequired: false, kind: .email, width: .half, maximum: 254),
            form.text("phone", "helpers_phone", isRequired: false, kind: .tel, width: .half, maximum: 30),
            form.text("card_number", "helpers_card", isRequired: false, width: .half, maximum: 50),
            form.date("appointed_on", "helpers_appointed", isRequired: false),
        ]
        guard helper != nil else { return [employer] + facts }
        return facts + [
            form.radios(
                "active", "helpers_active", isInline: true,
                [Choice("true", t("helpers_active_yes")), Choice("false", t("helpers_active_no"))])
        ]
    }
}
