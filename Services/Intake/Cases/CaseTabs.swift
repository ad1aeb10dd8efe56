import Pages

/// What happened to a case, and who saw it: `intake-case-history.mustache`, a tab of the case page.
struct CaseHistoryTab: Part {
    let history: Timeline
    /// Where it stands who saw the case; nil for those who may not ask.
    let audit: String?

    func child(named name: String) -> Any? {
        switch name {
        case "history": history
        case "audit": audit
        default: nil
        }
    }
}

/// A form of the work on a case: `intake-case-work.mustache`, a tab of the case page.
struct CaseWorkTab: Part {
    let action: String
    let key: String
    /// Of what the form was filled in from, where somebody else may have changed it meanwhile.
    var version: Int?
    let fields: [any FormPart]
    let submit: String
    let isSecond: Bool

    func child(named name: String) -> Any? {
        switch name {
        case "action": action
        case "form_key": key
        case "version": version
        case "fields": fields
        case "submit": submit
        case "second": isSecond
        default: nil
        }
    }
}
