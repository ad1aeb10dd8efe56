import Pages

/// How a second factor is set up: `portal-factor`.
struct FactorForm: Part {
    private let totp: TOTP
    /// Carried along by the form; nil where the secret is kept elsewhere.
    private let sealed: String?
    /// What the QR code says (`otpauth:`).
    private let address: String
    private let form: Form
    private let next: String?
    private let action: String
    private let why: String

    /// - Parameter why: one must be set up; the general reason where nil.
    init(
        _ totp: TOTP, sealed: String? = nil, login: String, issuer: String, form: Form, next: String?, action: String, why: String? = nil
    ) {
        self.sealed = sealed
        self.why = why ?? form.sentences("factor_why")
        self.totp = totp
        self.form = form
        self.next = next
        self.action = action
        address = totp.address(login: login, issuer: issuer)
    }

    func child(named name: String) -> Any? {
        switch name {
        case "qr": QRCode(address)
        case "address": address
        case "secret": totp.spoken
        case "why": why
        case "carried": sealed.map { HiddenField("secret", $0) }
        case "next": next
        case "action": action
        case "errors": form.summary(fields)
        case "fields": fields
        default: nil
        }
    }

    private var fields: [any FormPart] {
        [form.text("code", "factor_code", hint: "factor_code_hint", width: .half, autocomplete: "one-time-code", maximum: 40)]
    }
}
