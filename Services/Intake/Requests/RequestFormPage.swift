import Directory
import Models
import Pages
import Rules
import ServiceKit

/// What `intake-request-form.mustache` shows: the fields of Mẫu 02-TP-TGPL, in the order in which a client tells their story.
struct RequestFormPage: Part {
    let form: Form
    let rules: RulePacks
    let organisations: [Organisation]
    let isPublic: Bool
    /// Picks the pack of categories.
    let today: LegalDate

    private var t: Sentences { form.sentences }

    func child(named name: String) -> Any? {
        switch name {
        case "errors": form.summary(whereFields + who + why + matter + others)
        case "public": isPublic
        case "form_key": form.key
        case "where": whereFields
        case "who": who
        case "why": why
        case "matter": matter
        case "others": others
        case "decision": isPublic ? nil : decision
        default: nil
        }
    }

    private var whereFields: [any FormPart] {
        let centre = form.select(
            "centre", "request_centre", hint: "request_centre_hint", organisations.map { Choice($0.id.description, $0.title) })
        guard !isPublic else { return [centre] }
        let channels = Channel.allCases.map { Choice($0.rawValue, t.label($0)) }
        return [centre, form.select("channel", "request_channel", channels)]
    }

    private var who: [any FormPart] {
        [
            form.text("client.name", "request_name", autocomplete: "name", maximum: 200),
            form.date("client.birth", "request_birth", hint: "request_birth_hint", isBirthday: true),
            form.radios("client.gender", "request_gender", isInline: true, Gender.allCases.map { Choice($0.rawValue, t.label($0)) }),
            form.select("client.ethnicity", "request_ethnicity", rules.ethnicGroups.all.map { Choice($0.name, $0.name) }),
            form.text("client.phone", "request_phone", isRequired: false, kind: .tel, width: .half, autocomplete: "tel", maximum: 20),
            form.text("client.email", "request_email", isRequired: false, kind: .email, width: .half, autocomplete: "email", maximum: 254),
            form.text(
                "client.identity_number", "request_identity", hint: "request_identity_hint", isRequired: false, width: .half, maximum: 20),
            form.text("client.address", "request_address", isRequired: false, autocomplete: "street-address", maximum: 500),
            form.select(
                "client.residence.province", "request_province", isRequired: false,
                rules.provinces.all.map { Choice($0.code, $0.name.text(t.language.rawValue)) }),
            form.text("client.residence.commune", "request_commune", isRequired: false, width: .half, maximum: 200),
            form.radios(
                "client.residence.especially_difficult", "request_difficult", hint: "request_difficult_hint", isRequired: false,
                isInline: true,
                [Choice("true", t("answer_yes")), Choice("false", t("answer_no"))]),
        ]
    }

    private var why: [any FormPart] {
        [
            form.checkboxes(
                "categories", "request_categories", hint: "request_categories_hint",
                rules.eligibility(on: today).categories.map { Choice($0.category.rawValue, $0.title.text(t.language.rawValue)) }),
            form.radios(
                "hardship", "request_hardship", hint: "request_hardship_hint", isRequired: false,
                Hardship.allCases.map { Choice($0.rawValue, t.label($0)) }),
        ]
    }

    private var matter: [any FormPart] {
        [
            form.radios(
                "form", "request_form", AidForm.allCases.map { Choice($0.rawValue, t.label($0), hint: t("request_form_\($0.rawValue)")) }),
            form.select("field", "request_field", LegalField.allCases.map { Choice($0.rawValue, t.label($0)) }),
            form.select(
                "role_in_proceedings", "request_role", isRequired: false, ProceedingsRole.allCases.map { Choice($0.rawValue, t.label($0)) }),
            form.area("summary", "request_summary", hint: "request_summary_hint", maximum: 4_000, rows: 8),
        ]
    }

    private var others: [any FormPart] {
        (0..<2).map { form.text("opposing.\($0).name", "request_opposing", isRequired: false, maximum: 200) }
            + [form.text("relatives.0.name", "request_relative", isRequired: false, maximum: 200)]
    }

    private var decision: [any FormPart] {
        [form.checkboxes("decision", "request_decision", isRequired: false, [Choice("accept", t("request_decision_accept"))])]
    }
}
