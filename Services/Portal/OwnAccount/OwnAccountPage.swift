import Foundation
import Models
import Pages
import ServiceKit

/// What `portal-account-own.mustache` shows.
struct OwnAccountPage: Part {
    let account: Account
    let sessions: [SessionEntry]
    /// The one that asks.
    let present: SessionKey?
    /// The latest sign-ins, and attempts.
    let signIns: [SignInPlace]
    let recoveryCodes: Int
    let isFactorRequired: Bool
    let provider: ProviderPanel?
    let shortest: Int
    /// Whether nobody else does what the account is for.
    let isLast: Bool
    let form: Form

    private var t: Sentences { form.sentences }

    func child(named name: String) -> Any? {
        switch name {
        case "facts": facts
        case "errors": form.summary(passwordFields + codeFields)
        case "password_fields": passwordFields
        case "password_rule": t.count("password_rule", shortest)
        case "has_factor": account.hasSecondFactor
        case "may_remove_factor": account.hasSecondFactor && !isFactorRequired
        case "codes_left": t.count("recovery_left", recoveryCodes)
        case "code_fields": codeFields
        case "provider": provider
        case "sessions": sessions.map { Line(session: $0, isPresent: $0.key == present, t: t) }
        case "has_sign_ins": !signIns.isEmpty
        case "sign_ins": signIns.map { SignInLine(place: $0, t: t) }
        case "has_others": sessions.contains { $0.key != present }
        case "last": isLast ? account.lastNotice(t) : nil
        case "reason_fields": [form.area("reason", "handback_reason", isRequired: false, maximum: 1_000, rows: 2)] as [any FormPart]
        default: nil
        }
    }

    private var facts: SummaryList {
        SummaryList([
            .init(t("accounts_name"), account.displayName), .init(t("sign_in_login"), account.login),
            .init(t("accounts_email"), account.email),
            .init(t("accounts_role"), t.label(account.role)),
        ])
    }

    private var passwordFields: [any FormPart] {
        [form.text("old", "password_old", kind: .password, width: .half, autocomplete: "current-password", maximum: PasswordRules.longest)]
            + LinkPages.fields(form)
    }

    private var codeFields: [any FormPart] {
        [form.text("code", "code_field", hint: "code_hint", width: .half, autocomplete: "one-time-code", maximum: 40)]
    }

    /// A sign-in, or an attempt.
    struct SignInLine: Part {
        let place: SignInPlace
        let t: Sentences

        func child(named name: String) -> Any? {
            switch name {
            case "what": t("audit_action_\(TrailWords.key(place.what))")
            case "at": Moment(place.at, t.formats)
            case "from":
                [place.address, BrowserName(place.browser).text].compactMap(\.self).joined(separator: ", ")
            default: nil
            }
        }
    }

    /// One place where the account is signed in.
    struct Line: Part {
        let session: SessionEntry
        let isPresent: Bool
        let t: Sentences

        func child(named name: String) -> Any? {
            switch name {
            case "browser": BrowserName(session.browser).text ?? t("session_unknown_browser")
            case "since": Moment(session.createdAt, t.formats)
            case "used": Moment(session.usedAt, t.formats)
            case "present": isPresent
            case "ending": isPresent ? nil : "/account/sessions/\(session.key)/ending"
            default: nil
            }
        }
    }
}

/// What people call the browser that a `User-Agent` header speaks of.
struct BrowserName {
    /// Nil where it says nothing that we know.
    let text: String?

    init(_ agent: String?) {
        guard let agent else {
            text = nil
            return
        }
        func first(_ names: [(String, String)]) -> String? { names.first { agent.contains($0.0) }?.1 }
        let browser = first([
            ("Edg/", "Edge"), ("OPR/", "Opera"), ("coc_coc", "Cốc Cốc"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"),
            ("Safari/", "Safari"),
        ])
        let place = first([
            ("Windows", "Windows"), ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Mac OS", "macOS"), ("Linux", "Linux"),
        ])
        text = [browser, place].compactMap(\.self).joined(separator: " · ").nonEmpty
    }
}

extension String {
    fileprivate var nonEmpty: String? { isEmpty ? nil : self }
}
