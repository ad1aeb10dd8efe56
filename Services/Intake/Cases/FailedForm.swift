import HTTPTypes
import Models
import Pages
import ServiceKit

/// One of a page's forms that was sent and could not be taken: it comes back as it was filled in, with what is wrong.
struct FailedForm<Action: Hashable & Sendable>: Sendable {
    let action: Action
    let typed: JSONValue
    let problem: Problem

    /// Somebody else changed the thing while the form was filled in.
    var hasMoved: Bool { problem.isMoved }

    /// The forms of `actions`, all empty but the one that `failed`.
    static func forms(of actions: [Action], failed: Self?, _ t: Sentences) -> [Action: Form] {
        var forms = Dictionary(uniqueKeysWithValues: actions.map { ($0, Form(t)) })
        if let failed { forms[failed.action] = Form(t, values: failed.typed, errors: failed.problem.errors) }
        return forms
    }
}

extension Problem {
    /// Somebody else changed the thing in the meantime: 412.
    var isMoved: Bool { status == .preconditionFailed }

    /// Whether a form comes back as it was filled in: a field is wrong, or what it changes is another by now.
    var bringsFormBack: Bool { !errors.isEmpty || isMoved }
}

extension Notice {
    /// Says that somebody else changed it in the meantime.
    static func moved(_ t: Sentences) -> Notice { Notice(.warning, title: t("moved_title"), text: t("moved_text")) }
}
