import Foundation
import Models
import Pages
import ServiceKit

/// What `portal-key.mustache` shows: one key, and how it is withdrawn.
struct ProgramKeyPage: Part {
    let key: ProgramKey
    /// What its organisation is called.
    let organisation: String?
    let mayWithdraw: Bool
    let now: Date
    let form: Form

    private var t: Sentences { form.sentences }

    func child(named name: String) -> Any? {
        switch name {
        case "id": key.id.description
        case "name": key.name
        case "tag": key.state(at: now).tag(t)
        case "facts": facts
        case "rights": key.rights.map(t.label)
        case "trail": "/audit?subject=\(key.id)"
        case "deeds": Address.of("/audit", ("actor", Revocations.name(of: key.id)))
        case "may_withdraw": mayWithdraw && key.isGood(at: now)
        case "fields": [form.area("reason", "accounts_reason", isRequired: false, maximum: 1_000, rows: 2)] as [any FormPart]
        default: nil
        }
    }

    private var facts: SummaryList {
        SummaryList(
            [
                .init(t("accounts_organisation"), organisation), .init(t("keys_id"), key.id.description),
                .init(t("keys_made"), .moment(Moment(key.madeAt, t.formats), detail: key.madeBy)),
                .init(t("keys_ends"), t.formats.date(key.endsOn)),
                .init(t("keys_used"), key.usedAt.map { .moment(Moment($0, t.formats)) } ?? .text(t("keys_never_used"))),
            ]
                + (key.withdrawnAt.map { [.init(t("keys_withdrawn"), .moment(Moment($0, t.formats), detail: key.withdrawnBecause))] } ?? [])
        )
    }
}

/// What `portal-key-made.mustache` shows: the secret, this once, and how a program uses it.
struct MadeKeyPage: Part {
    let key: ProgramKey
    let secret: ProgramSecret
    let publicURL: String
    let t: Sentences

    func child(named name: String) -> Any? {
        switch name {
        case "name": key.name
        case "id": key.id.description
        case "secret": secret.text
        case "place": "/accounts/keys/\(key.id)"
        case "notice": Notice(.warning, text: t("keys_made_text"))
        case "example": "curl -u \"\(key.id):$CAUNOI_KEY\" -d grant_type=client_credentials \(publicURL)\(KeyTokenRoutes.path)"
        default: nil
        }
    }
}
