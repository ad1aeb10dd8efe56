import Directory
import Foundation
import Models
import Pages
import ServiceKit
import SheetImports

extension AccountImport: ShownSheetImport {
    static let path = "/accounts/import"
    static let apiPath = "/api/v1/account-imports"
    static let list = (path: "/accounts", title: "accounts_title")
    static let headings = ["accounts_name", "accounts_role"]
    static func key(_ name: String) -> String { "account_import_\(name)" }
    static let filled: (action: String, subject: String)? = ("accounts.template-filled", "account")

    func facts(_ checked: CheckedLine<AccountImport>) -> AccountLineFacts { AccountLineFacts(checked.verdict) }

    func cells(_ checked: CheckedLine<AccountImport>, within reach: [Organisation], _ t: Sentences)
        -> (who: TableCell, what: TableCell, detail: String?)
    {
        func role(_ role: Role, _ place: OrganisationID?) -> TableCell {
            .text(t.label(role), detail: reach.first { $0.id == place }?.title)
        }
        let (line, name) = (checked.line, checked.line[.name] ?? "–")
        let written = line[.role].map { TableCell.text($0, detail: line[.organisation]) } ?? .none
        switch checked.verdict {
        case .ready(let draft):
            return (
                .text(draft.displayName, detail: draft.login), role(draft.role, draft.organisation),
                t("account_import_mail", ["email": draft.email ?? ""])
            )
        case .known(let account):
            return (
                .link(account.displayName, to: "/accounts/\(account.id)", detail: account.login), role(account.role, account.organisation),
                t(account.active ? "account_import_known_text" : "account_import_known_closed")
            )
        case .made(let account):
            return (.link(name, to: "/accounts/\(AccountID(account))", detail: line[.login] ?? line[.email]), written, nil)
        case .wrong: return (.text(name, detail: line[.login] ?? line[.email]), written, nil)
        }
    }

    /// Whoever misses helpers in the register is led to where they are entered.
    func next(_ look: KeepSheets<AccountImport>.Look, for identity: Identity, _ t: Sentences) -> Link? {
        let isMissing = look.lines.contains { checked in
            if case .wrong(let errors) = checked.verdict { errors.contains { $0.code == "unknown_helper" } } else { false }
        }
        return isMissing && identity.may(.keepHelpers) ? Link(t("account_import_enter_helpers"), to: "/helpers/import") : nil
    }

    func submit(_ count: Int, _ t: Sentences) -> String { t.count("account_import_submit", count) }
    func done(_ count: Int, _ t: Sentences) -> String { t.count("account_import_done", count) }

    /// Provinces are for whoever gives accounts to their departments.
    func columns(for identity: Identity) -> [ImportColumn] {
        ImportColumn.allCases.filter { $0 != .province || AccountAuthority(identity: identity).roles.contains(.province) }
    }

    func choices(_ column: ImportColumn, within reach: [Organisation], for identity: Identity, _ t: Sentences) -> [String] {
        switch column {
        case .role: AccountAuthority(identity: identity).roles.map { t.label($0) }
        case .organisation: reach.map(\.title)
        case .name, .email, .login, .helper, .province: []
        }
    }

    /// The helpers who have no account yet.
    func rows(_ limit: Int, within reach: [Organisation], for identity: Identity, _ t: Sentences) async throws -> [[ImportColumn: String]] {
        let titles = Dictionary(reach.map { ($0.id, $0.title) }) { first, _ in first }
        return try await places.uninvited(at: reach, by: identity, limit: limit).map { helper in
            [
                .name: helper.name, .role: t.label(helper.kind), .email: helper.email ?? "",
                .organisation: titles[helper.organisation] ?? "",
                .helper: helper.id.description,
            ]
        }
    }
}
