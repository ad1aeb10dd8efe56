import Models
import Pages
import ServiceKit
import SheetImports

extension HelperImport: ShownSheetImport {
    static let path = "/helpers/import"
    static let apiPath = "/api/v1/helper-imports"
    static let list = (path: "/helpers", title: "helpers_title")
    static let headings = ["helpers_name", "helpers_kind"]
    static func key(_ name: String) -> String { "helper_import_\(name)" }
    static let digits: [HelperColumn] = [.phone, .cardNumber]

    func facts(_ checked: CheckedLine<HelperImport>) -> HelperLineFacts { HelperLineFacts(checked.verdict) }

    func cells(_ checked: CheckedLine<HelperImport>, within reach: NamedPlaces<Organisation>, _ t: Sentences)
        -> (who: TableCell, what: TableCell, detail: String?)
    {
        let (line, name) = (checked.line, checked.line[.name] ?? "–")
        let written = line[.kind].map { TableCell.text($0, detail: line[.organisation]) } ?? .none
        switch checked.verdict {
        case .ready(let new):
            return (
                .text(new.draft.name, detail: joined(new.draft.email, new.draft.phone)),
                .text(t.label(new.draft.kind), detail: new.title), particulars(new.draft, t)
            )
        case .known(let helper):
            return (
                .link(helper.name, to: "/helpers/\(helper.id)", detail: helper.email),
                .text(t.label(helper.kind), detail: reach[helper.organisation]?.title),
                t(helper.active ? "helper_import_known_text" : "helper_import_known_inactive")
            )
        case .made(let helper):
            return (.link(name, to: "/helpers/\(HelperID(helper))", detail: line[.email]), written, nil)
        case .wrong: return (.text(name, detail: line[.email]), written, nil)
        }
    }

    /// What else is entered, by the names of its columns: “Số thẻ: 12.”
    private func particulars(_ draft: HelperDraft, _ t: Sentences) -> String? {
        let card = draft.cardNumber.map { "\(t(HelperColumn.cardNumber.heading)): \($0)." }
        let day = draft.appointedOn.map { "\(t(HelperColumn.appointedOn.heading)): \(t.formats.date($0))." }
        return joined(card, day, by: " ")
    }

    private func joined(_ parts: String?..., by separator: String = " · ") -> String? {
        let known = parts.compactMap(\.self)
        return known.isEmpty ? nil : known.joined(separator: separator)
    }

    /// Whoever was entered may be given an account.
    func next(_ look: KeepSheets<HelperImport>.Look, for identity: Identity, _ t: Sentences) -> Link? {
        look.file.doneAt != nil && identity.may(.keepAccounts) ? Link(t("helper_import_next"), to: "/accounts/import") : nil
    }

    func submit(_ count: Int, _ t: Sentences) -> String { t.count("helper_import_submit", count) }
    func done(_ count: Int, _ t: Sentences) -> String { t.count("helper_import_done", count) }

    func columns(for identity: Identity) -> [HelperColumn] { HelperColumn.allCases }

    func choices(_ column: HelperColumn, within reach: NamedPlaces<Organisation>, for identity: Identity, _ t: Sentences) -> [String] {
        switch column {
        case .kind: HelperKind.allCases.map { t.label($0) }
        case .organisation: reach.all.map(\.title)
        case .name, .email, .phone, .cardNumber, .appointedOn: []
        }
    }
}
