import Models
import Pages
import ServiceKit
import SheetImports

/// What people call the roles, in both languages, with accents or without; the kinds of helper among them.
struct RoleWords: Sendable {
    private let roles: [String: Role]
    private let kinds: HelperKindWords
    private let labels: [Role: Bilingual]

    init(_ renderer: PageRenderer) {
        let (vi, en) = (renderer.sentences(.vi), renderer.sentences(.en))
        let named = Role.allCases.flatMap { role in [role.rawValue, vi.label(role), en.label(role)].map { (FoldedText.of($0), role) } }
        let short = [
            ("nguoi thuc hien", Role.helper), ("can bo", .staff), ("truong chi nhanh", .branchLeader), ("lanh dao", .leader),
            ("giam doc", .leader), ("quan tri", .administrator), ("administrator", .administrator),
        ]
        roles = Dictionary(named + short) { first, _ in first }
        kinds = HelperKindWords(renderer)
        labels = Dictionary(uniqueKeysWithValues: Role.allCases.map { ($0, Bilingual(vi: vi.label($0), en: en.label($0))) })
    }

    /// The role that is meant, and which kind of helper, where that is said. Nil where it is none.
    func role(_ text: String) -> (role: Role, kind: HelperKind?)? {
        if let kind = kinds.kind(text) { return (.helper, kind) }
        return roles[FoldedText.of(text)].map { ($0, nil) }
    }

    /// Names of roles, to choose from.
    func names(_ roles: [Role]) -> Bilingual {
        let known = roles.compactMap { labels[$0] }
        return Bilingual(vi: known.map(\.vi).joined(separator: ", "), en: known.map(\.en).joined(separator: ", "))
    }
}
