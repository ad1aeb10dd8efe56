import Pages
import ServiceKit

/// What `portal-confirmation.mustache` shows: the fields that ask, around the form that waits.
struct ConfirmationForm: Part {
    /// Fields of the page's own: no form that is carried along has such names.
    static let password = "_password"
    static let code = "_code"
    static let names: Set<String> = [password, code]

    let account: Account
    let action: String
    let carried: [HiddenField]
    let form: Form

    func child(named name: String) -> Any? {
        switch name {
        case "action": action
        case "carried": carried
        case "fields": fields
        case "errors": form.summary(fields)
        case "may_answer": !fields.isEmpty
        case "elsewhere": fields.isEmpty ? Notice(.info, text: form.sentences("confirmation_elsewhere")) : nil
        default: nil
        }
    }

    private var fields: [any FormPart] {
        let password = form.text(
            Self.password, "password_old", kind: .password, width: .half, autocomplete: "current-password", maximum: PasswordRules.longest)
        let code = form.text(Self.code, "code_field", hint: "code_hint", width: .half, autocomplete: "one-time-code", maximum: 40)
        return (account.password == nil ? [] : [password]) + (account.hasSecondFactor ? [code] : [])
    }

    static let wrongPassword = FieldError(
        "/_password", code: "wrong", message: Bilingual(vi: "Mật khẩu không đúng.", en: "The password is not right."))
    static let wrongCode = FieldError("/_code", code: "wrong", message: SecondStepPages.wrong.message)
}
