import Models
import Pages
import ServiceKit

/// What `intake-party.mustache` shows: the forms by which somebody whom a case names is corrected or taken out.
struct PartyPage: Part {
    /// What is done there.
    enum Act: CaseIterable, Sendable {
        case correct, takeOut
    }

    let record: CaseRecord
    let party: Party
    /// The version that whoever fills in the form has seen.
    let seen: Int
    /// Somebody else changed the case while the form was filled in.
    let hasMoved: Bool
    let forms: [Act: Form]
    let t: Sentences

    func child(named name: String) -> Any? {
        switch name {
        case "name": party.name
        case "parties_address": "/cases/\(record.id)/parties"
        case "errors": form(.correct).summary(correcting) ?? form(.takeOut).summary(takingOut)
        case "moved": hasMoved ? Notice.moved(t) : nil
        case "correct": tab(.correct, "", correcting, t("party_correct"))
        case "take_out": tab(.takeOut, "/withdrawal", takingOut, t("party_take_out"))
        default: nil
        }
    }

    /// What the form is filled in with; without a number that the reader does not see whole: what is left empty stays.
    static func values(of party: Party, for reader: Identity) -> JSONValue {
        var members: [String: JSONValue] = [:]
        for field in PartyField.allCases where field != .identityNumber || reader.seesIdentityNumbers {
            members[field.rawValue] = party.value(of: field).map(JSONValue.field)
        }
        return .object(members)
    }

    private func tab(_ act: Act, _ path: String, _ fields: [any FormPart], _ submit: String) -> CaseWorkTab {
        CaseWorkTab(
            action: "/cases/\(record.id)/parties/\(party.id.text)\(path)", key: form(act).key, version: seen, fields: fields,
            submit: submit,
            isSecond: act == .takeOut)
    }

    private func form(_ act: Act) -> Form { (forms[act] ?? Form(t)).within(act == .correct ? "correction" : "withdrawal") }

    private var correcting: [any FormPart] {
        let form = form(.correct)
        return PartyPanel.fields(form) + [reason(form)]
    }

    private var takingOut: [any FormPart] { [reason(form(.takeOut))] }

    private func reason(_ form: Form) -> any FormPart { form.area("reason", "register_correction_reason", maximum: 500, rows: 2) }
}
