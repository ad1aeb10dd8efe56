import Models
import Pages
import Rules
import ServiceKit

/// The fields of a hearing, the same where it is fixed and where it is changed.
struct HearingFields {
    let form: Form
    let kinds: [HearingKind]

    var parts: [any FormPart] {
        [form.select("kind", "hearing_kind", kinds.map { Choice($0.key, $0.title.text(form.sentences.language.rawValue)) })]
            + form.hour("starts_at", "hearing_date", "hearing_time")
            + [
                form.time("ends_time", "hearing_ends", isRequired: false),
                form.text("place", "hearing_place", hint: "hearing_place_hint", maximum: 300),
                form.area("note", "hearing_note", hint: "hearing_note_hint", isRequired: false, maximum: 2_000, rows: 2),
            ]
    }
}

extension Hearing {
    /// As the form has it.
    var asForm: JSONValue {
        let formats = Formats(language: .vi)
        var members: [String: JSONValue] = [
            "kind": .field(kind), "place": .field(place),
            "starts_at": .object(["date": .field(LegalDate(startsAt).description), "time": .field(formats.time(startsAt))]),
        ]
        members["ends_time"] = endsAt.map { .field(formats.time($0)) }
        members["note"] = note.map { .field($0) }
        return .object(members)
    }
}
