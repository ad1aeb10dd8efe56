import Foundation
import Models
import Pages

/// What an account's page says of the identity provider: whether they are connected, and how to change it.
struct ProviderPanel: Part {
    /// As people call the provider.
    let name: String
    /// Since when they are connected; nil where they are not.
    let since: Date?
    /// Without one, the provider is the only way in.
    let hasPassword: Bool
    /// Why an attempt to connect came to nothing.
    let refusal: OpenIDFault?
    let form: Form

    private var t: Sentences { form.sentences }

    func child(named name: String) -> Any? {
        switch name {
        case "title": t("own_account_provider", ["provider": self.name])
        case "text":
            if let since {
                t("own_account_provider_set", ["provider": self.name, "since": Moment(since, t.formats).text])
            } else {
                t("own_account_provider_none", ["provider": self.name])
            }
        case "refusal": refusal.map { Notice(.warning, text: t("provider_fault_\($0.rawValue)", ["provider": self.name])) }
        case "may_connect": since == nil && hasPassword
        case "fields": fields
        case "may_disconnect": since != nil && hasPassword
        default: nil
        }
    }

    private var fields: [any FormPart] {
        [
            form.text(
                "password", "password_old", kind: .password, width: .half, autocomplete: "current-password", maximum: PasswordRules.longest)
        ]
    }
}
