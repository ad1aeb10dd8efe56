import Pages

/// What `intake-secret.mustache` shows: a small form of the public's, with what they alone know.
struct SecretFormPage: Part {
    let title: String
    let lead: String
    let action: String
    let submit: String
    let form: Form
    let fields: [any FormPart]

    func child(named name: String) -> Any? {
        switch name {
        case "title": title
        case "lead": lead
        case "action": action
        case "submit": submit
        case "errors": form.summary(fields)
        case "fields": fields
        default: nil
        }
    }
}
