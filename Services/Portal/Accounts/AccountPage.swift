import Directory
import Foundation
import Models
import Pages
import ServiceKit

/// What `portal-account.mustache` shows: whose account it is, what became of it, and what may be done with it.
struct AccountPage: Part {
    let account: Account
    let organisation: Organisation?
    let province: String?
    let sessions: Int
    /// Of its helper, as the register has it; nil where there is none.
    let registerEmail: String?
    let events: [AccountEvent]
    let mayKeep: Bool
    /// Whether somebody else has its sign-in name by now: it takes another one to open it again.
    let isLoginGone: Bool
    /// Whether nobody else does what it is for.
    let isLast: Bool
    let form: Form

    private var t: Sentences { form.sentences }

    func child(named name: String) -> Any? {
        switch name {
        case "id": account.id.description
        case "name": account.displayName
        case "tag": account.tag(t)
        case "facts": facts
        case "history": history
        case "may_keep": mayKeep
        case "active": account.active
        case "may_send": mayKeep && account.active && account.email != nil
        case "link_label": t(account.password == nil ? "accounts_invite_again" : "accounts_send_password")
        case "last": isLast ? account.lastNotice(t) : nil
        case "revival_fields": revival
        case "has_sessions": sessions > 0
        case "has_factor": account.hasSecondFactor
        case "reason_fields": reason(in: form)
        case "sessions_fields": reason(in: form.within("sessions"))
        default: nil
        }
    }

    private var revival: [any FormPart] {
        let login = form.text("login", "sign_in_login", hint: "accounts_login_gone", width: .half, autocomplete: "off", maximum: 200)
        return (isLoginGone ? [login] : []) + reason(in: form)
    }

    private func reason(in form: Form) -> [any FormPart] {
        [form.area("reason", "accounts_reason", isRequired: false, maximum: 1_000, rows: 2)]
    }

    private var facts: SummaryList {
        // Where the two differ, the keeper of the account decides.
        let other = registerEmail.flatMap { $0.lowercased() == account.email ? nil : $0 }
        return SummaryList([
            .init(t("sign_in_login"), account.login),
            .init(
                t("accounts_email"),
                .text(account.email ?? t("accounts_email_none"), detail: other.map { t("accounts_email_register", ["email": $0]) })),
            .init(t("accounts_role"), t.label(account.role)), .init(t("accounts_organisation"), organisation?.title),
            .init(t("accounts_province"), province),
            .init(t("accounts_factor"), t(account.hasSecondFactor ? "accounts_factor_yes" : "accounts_factor_no")),
            .init(t("accounts_sessions"), t.formats.number(sessions)),
        ])
    }

    private var history: Timeline {
        Timeline(
            events.map { event in
                .init(
                    t("account_event_\(event.what.key)"), at: Moment(event.at, t.formats), by: event.actorName,
                    text: [t.label(event.role), event.reason].compactMap(\.self).joined(separator: " – "))
            }, empty: EmptyState(t("accounts_no_history")))
    }
}

extension Account {
    /// What is lost where the last account of its kind is closed.
    func lastNotice(_ t: Sentences) -> Notice {
        Notice(.warning, text: t(role == .system ? "accounts_last_system" : "accounts_last_administrator"))
    }
}
