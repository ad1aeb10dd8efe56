import Models
import ServiceKit

/// Fields with hints, errors and long names; the summary of errors; a search that suggests.
struct FormsGuide: Part {
    let t: Sentences
    let places: [String]
    let query: String

    func child(named name: String) -> Any? {
        switch name {
        case "steps": steps
        case "errors": form.summary(fields)
        case "fields": fields
        case "search": search
        case "searched": !query.isEmpty
        case "found": found
        default: nil
        }
    }

    private var steps: Steps {
        Steps(
            [
                (t("styleguide_step_where"), "#"), (t("styleguide_step_who"), "#"), (t("styleguide_step_matter"), nil),
                (t("styleguide_step_check"), nil),
            ], current: 1, t)
    }

    private var form: Form {
        Form(
            t,
            values: [
                "client": [
                    "name": "Nguyễn Phúc Hường Ngọc Quỳnh Thụy Như Tường Vy", "birth": ["day": "31", "month": "2", "year": "1990"],
                ],
                "session": ["day": "23", "month": "11", "year": "2026", "half": "morning"], "form": "litigation",
                "categories": ["poor_household"],
            ],
            errors: [
                FieldError("/client/birth", .impossibleDate), FieldError("/client/phone", .required),
                FieldError("/field", .required), FieldError("/summary", .tooLong(maximum: 4000)),
            ])
    }

    private var fields: [any FormPart] {
        let form = form
        return [
            form.text("client.name", "styleguide_client_name", autocomplete: "name", maximum: 200),
            form.date("client.birth", "styleguide_birth", hint: "styleguide_birth_hint", isBirthday: true),
            form.text("client.phone", "styleguide_phone", hint: "styleguide_phone_hint", kind: .tel, width: .half),
            form.halfDay("session", "styleguide_session", hint: "styleguide_session_hint"),
            form.radios("form", "styleguide_form", AidForm.allCases.map { Choice($0.rawValue, t.label($0)) }),
            form.select("field", "styleguide_field", LegalField.allCases.map { Choice($0.rawValue, t.label($0)) }),
            form.checkboxes(
                "categories", "styleguide_categories", hint: "styleguide_categories_hint",
                ["poor_household", "ethnic_minority", "domestic_violence_victim"].map { Choice($0, t.label(Models.Category(rawValue: $0))) }
            ),
            form.file("paper", "upload_label", hint: "upload_hint", accepts: ".pdf,.jpg"),
            form.area("summary", "styleguide_summary", isRequired: false, maximum: 4000),
        ]
    }

    private var search: Search {
        Search(
            action: "/styleguide/forms",
            field: Form(t, values: ["q": .string(query)]).suggest(
                "q", "styleguide_place", hint: "styleguide_place_hint", from: "/styleguide/places"))
    }

    private var found: Table {
        Table(
            caption: t("styleguide_places_found"), columns: [Table.Column(t("styleguide_place"))],
            rows: NameSearch(places).found(query).map { [.text($0)] },
            empty: EmptyState(t("styleguide_no_place"), text: t("styleguide_no_place_text")))
    }
}
