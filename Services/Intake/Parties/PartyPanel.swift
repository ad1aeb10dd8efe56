import Models
import Pages
import ServiceKit

/// What `intake-parties.mustache` shows: the people whom a case names, what stood there before, and the form of one more.
struct PartyPanel: Part {
    let record: CaseRecord
    let people: NamedPeople
    let mayWork: Bool
    let mayCorrect: Bool
    let form: Form

    private var t: Sentences { form.sentences }

    func child(named name: String) -> Any? {
        switch name {
        case "case_address": "/cases/\(record.id)"
        case "action": "/cases/\(record.id)/parties"
        case "table": table
        case "lines": lines
        case "corrected": lines.isEmpty ? nil : true
        case "may_work": mayWork
        case "failed": form.summary(fields) != nil
        case "errors": form.summary(fields)
        case "form_key": form.key
        case "fields": fields
        default: nil
        }
    }

    private var fields: [any FormPart] { Self.fields(form.within("party")) }

    /// The facts of one of them.
    static func fields(_ form: Form) -> [any FormPart] {
        let t = form.sentences
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
            rows: people.items.map { party in
                [name(of: party)] + party.cells(t)
                    + [party.enteredAt.map { .moment(Moment($0, t.formats), detail: party.enteredBy) } ?? .text(t("party_of_request"))]
            }, empty: EmptyState(t("parties_title")))
    }

    /// The client is corrected in the register.
    private func name(of party: Party) -> TableCell {
        let isOpen = mayCorrect && party.role != .client
        return isOpen ? .link(party.name, to: "/cases/\(record.id)/parties/\(party.id.text)") : .text(party.name)
    }

    /// Everybody who was corrected or taken out, with what stood there struck through.
    private var lines: [RegisterEntryPanel.Line] {
        people.items.filter { !$0.corrections.isEmpty }.map {
            RegisterEntryPanel.Line(title: t("party_role_\($0.role.rawValue)"), value: $0.name, was: was($0.corrections))
        }
            + people.removed.map {
                RegisterEntryPanel.Line(title: t("party_taken_out"), value: "–", was: was($0.corrections))
            }
    }

    private func was(_ corrections: [PartyCorrection]) -> [RegisterEntryPanel.Was] {
        corrections.map { one in
            RegisterEntryPanel.Was(
                text: "\(t(one.field.label)): \(words(one))",
                detail: t("register_corrected_words", ["by": one.by, "date": t.formats.dateTime(one.at), "reason": one.reason]))
        }
    }

    private func words(_ one: PartyCorrection) -> String {
        guard let old = one.old else { return "–" }
        return one.field == .role ? t("party_role_\(old)") : old
    }
}

extension Party {
    /// What a table tells of them beside the name: on which side they stand, the year of birth, the identity number.
    func cells(_ t: Sentences) -> [TableCell] {
        [
            .text(t("party_role_\(role.rawValue)")), birthYear.map { .text(String($0)) } ?? .none,
            identityNumber.map { .text($0) } ?? .none,
        ]
    }
}
