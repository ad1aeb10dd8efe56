import Pages

/// The form of an appraisal: `intake-appraisal.mustache`.
struct AppraisalForm: Part {
    let action: String
    let key: String
    /// Of the case as it is shown.
    let version: Int
    let entries: [AppraisalFields]
    let helpers: [AppraisalFields]
    /// Of the whole case.
    let fields: [any FormPart]

    func child(named name: String) -> Any? {
        switch name {
        case "action": action
        case "form_key": key
        case "version": version
        case "groups": entries + helpers
        case "fields": fields
        default: nil
        }
    }
}

/// The fields about one entry, or about one helper.
struct AppraisalFields: Part {
    let legend: String
    let kept: HiddenField
    let fields: [any FormPart]

    func child(named name: String) -> Any? {
        switch name {
        case "legend": legend
        case "kept": kept
        case "fields": fields
        default: nil
        }
    }
}

/// The form of what a helper is paid by.
struct PayForm: Part {
    let action: String
    let key: String
    let fields: [any FormPart]
    /// Of what the form changes, as the page showed it; nil where that does not matter.
    var version: Int?

    func child(named name: String) -> Any? {
        switch name {
        case "action": action
        case "form_key": key
        case "fields": fields
        case "version": version.map(String.init)
        default: nil
        }
    }
}
