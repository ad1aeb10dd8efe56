import Directory
import Models
import Pages
import ServiceKit

/// What `portal-key-form.mustache` shows: the fields of a new key.
struct ProgramKeyForm: Part {
    let form: Form
    /// What its maker can let it do.
    let rights: [RightName]
    let organisations: [Organisation]

    private var t: Sentences { form.sentences }

    func child(named name: String) -> Any? {
        switch name {
        case "errors": form.summary(fields)
        case "fields": fields
        default: nil
        }
    }

    private var fields: [any FormPart] {
        [
            form.text("name", "keys_name", hint: "keys_name_hint", autocomplete: "off", maximum: 200),
            form.select(
                "organisation", "accounts_organisation", prompt: "keys_choose_organisation",
                organisations.map { Choice($0.id.description, $0.title) }),
            form.checkboxes("rights", "keys_rights", hint: "keys_rights_hint", rights.map(choice)),
            form.date("ends_on", "keys_ends", hint: "keys_ends_hint"),
        ]
    }

    private func choice(_ right: RightName) -> Choice {
        let needed = ProgramKeyDraft.needed(by: right).map(t.label).joined(separator: "; ")
        return Choice(right.rawValue, t.label(right), hint: needed.isEmpty ? nil : t("keys_right_needs", ["rights": needed]))
    }
}

extension Sentences {
    /// What a program may do by a right that it can be limited to.
    func label(_ right: RightName) -> String {
        self("right_\(TrailWords.key(right.rawValue))")
    }
}
