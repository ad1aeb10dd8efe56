import Models
import Pages
import ServiceKit

/// What `intake-request-correction.mustache` shows: the facts of a request in the fields of its form.
struct RequestCorrectionPage: Part {
    let record: RequestRecord
    let fields: RequestFormPage
    /// The version that whoever fills in the form has seen.
    let seen: Int
    /// Somebody else changed the request while the form was filled in.
    let hasMoved: Bool

    private var form: Form { fields.form }

    func child(named name: String) -> Any? {
        switch name {
        case "address": "/requests/\(record.id)"
        case "client": record.client.name
        case "action": "/requests/\(record.id)/corrections"
        case "errors": form.summary(fields.who + form.requester.fields + fields.why + fields.proofs + fields.matter + [reason])
        case "moved": hasMoved ? Notice.moved(form.sentences) : nil
        case "over":
            RequestAction.open(in: record.state).isEmpty
                ? Notice(.info, title: form.sentences.label(record.state), text: form.sentences("request_state_over")) : nil
        case "form_key": form.key
        case "version": String(seen)
        case "who": fields.who
        case "requester": form.requester
        case "why": fields.why
        case "proofs": fields.proofs
        case "matter": fields.matter
        case "reason": [reason]
        default: nil
        }
    }

    private var reason: any FormPart {
        form.area(
            "reason", "register_correction_reason",
            hint: record.state == .supplementAsked ? "request_correction_supplement" : "request_correction_hint", maximum: 500, rows: 2)
    }
}
