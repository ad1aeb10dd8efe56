import Pages
import ServiceKit

/// The sign-in form as it is shown: what was typed, but never the password, and what was wrong.
struct SignInForm: Sendable {
    let next: NextPage
    var login = ""
    var errors: [FieldError] = []
    /// Seconds to wait, after too many attempts.
    var tooEarly: Int?
    /// As people call the identity provider; nil where there is none.
    let provider: String?
    /// Why a sign-in there came to nothing.
    var refusal: OpenIDFault?

    init(next: NextPage, login: String = "", provider: String?) {
        self.next = next
        self.login = login
        self.provider = provider
    }

    /// Login and password do not belong together; which of them is wrong is not told.
    static let refused = FieldError(
        "/login", code: "refused",
        message: Bilingual(vi: "Tên đăng nhập hoặc mật khẩu không đúng.", en: "The sign-in name or the password is not right."))

    /// What `portal-sign-in.mustache` reads.
    func model(_ t: Sentences) -> [String: Any] {
        let form = Form(t, values: .object(["login": .field(login)]), errors: errors)
        let fields = [
            form.text("login", "sign_in_login", width: .half, autocomplete: "username", maximum: 200),
            form.text("password", "sign_in_password", kind: .password, width: .half, autocomplete: "current-password", maximum: 200),
        ]
        return [
            "fields": fields, "next": next.path, "errors": form.summary(fields) as Any,
            "provider": provider.map {
                Link(t("sign_in_provider", ["provider": $0]), to: Address.of("/sign-in/provider", ("next", next.path)))
            } as Any,
            "refusal": refusal.map { Notice(.warning, text: t("provider_fault_\($0.rawValue)", ["provider": provider ?? ""])) } as Any,
            "early": tooEarly.map { Notice(.warning, title: t("sign_in_early_title"), text: t.count("sign_in_early", $0)) } as Any,
        ]
    }
}
