import Foundation
import Models

/// Dân tộc: the ethnic groups by their official names.
package struct EthnicGroups: ReadablePack {
    package let head: PackHead
    package let all: [EthnicGroup]
    private let byName: [String: EthnicGroup]

    /// No groups known: every name is then of an unknown group.
    static let none = EthnicGroups(
        head: PackHead(id: "ethnic-groups@none", validFrom: LegalDate(dayNumber: 0), source: "", confirmed: false, note: nil), all: [])

    init(head: PackHead, from entry: inout PackEntry) throws {
        let groups = try entry.required("groups").entries { try EthnicGroup(from: &$0) }
        self.init(head: head, all: groups)
    }

    private init(head: PackHead, all: [EthnicGroup]) {
        self.head = head
        self.all = all
        let pairs = all.flatMap { group in ([group.name] + group.otherNames).map { (Self.folded($0), group) } }
        byName = Dictionary(pairs) { first, _ in first }
    }

    /// The group of that name, whatever its letters' case, hyphens, spaces and Unicode form; accents count. Nil: not known.
    package func named(_ name: String) -> EthnicGroup? { byName[Self.folded(name)] }

    private static func folded(_ name: String) -> String {
        String(name.precomposedStringWithCanonicalMapping.lowercased().filter(\.isLetter))
    }
}

/// One of the ethnic groups of Viet Nam.
package struct EthnicGroup: Hashable, Sendable, Codable {
    /// Code of the published list; lists disagree on some (unconfirmed), so the name is the key.
    package let code: String
    package let name: String
    /// Other spellings people use.
    package let otherNames: [String]
    /// True for the Kinh alone: every other group is an ethnic minority.
    package let majority: Bool

    init(from entry: inout PackEntry) throws {
        code = try entry.text("code")
        name = try entry.text("name")
        otherNames = try entry.texts("other_names")
        majority = try entry.optional("majority")?.bool() ?? false
    }
}
