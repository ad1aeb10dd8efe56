import Models
import Pages
import ServiceKit

/// What `intake-parties.mustache` shows: the people whom a case names, and the form of one more.
struct PartyPanel: Part {
    let record: CaseRecord
    let parties: [Party]
    let mayWork: Bool
    let form: Form

    private var t: Sentences { form.sentences }

    func child(named name: String) -> Any? {
        switch name {
        case "case_address": "/cases/\(record.id)"
        case "action": "/cases/\(record.id)/parties"
        case "table": table
        case "may_work": mayWork
        case "failed": form.summary(fields) != nil
        case "errors": form.summary(fields)
        case "form_key": form.key
        case "fields": fields
        default: nil
        }
    }

    private var fields: [any FormPart] {
        let form = form.within("party")
        return [
            form.radios(
                "role", "party_role", isInline: true,
                [PartyRole.opposing, .relative].map { Choice($0.rawValue, t("party_role_\($0.rawValue)")) }),
            form.text("name", "party_name", hint: "request_party_hint", maximum: 200),
            form.text("birth_year", "request_party_year", isRequired: false, kind: .number, width: .short, maximum: 4),
            form.text("identity_number", "request_party_identity", isRequired: false, width: .half, maximum: 20),
        ]
    }

    private var table: Table {
        Table(
            caption: t("parties_title"), isCaptionHidden: true,
            columns: ["party_name", "party_role", "party_birth_year", "request_identity", "party_entered"].map { Table.Column(t($0)) },
            rows: parties.map { party in
                [
                    .text(party.name), .text(t("party_role_\(party.role.rawValue)")),
                    party.birthYear.map { .text(String($0)) } ?? .none, party.identityNumber.map { .text($0) } ?? .none,
                    party.enteredAt.map { .moment(Moment($0, t.formats), detail: party.enteredBy) } ?? .text(t("party_of_request")),
                ]
            }, empty: EmptyState(t("parties_title")))
    }
}
