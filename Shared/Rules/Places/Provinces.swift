/// The provinces and cities under the central government.
package struct Provinces: ReadablePack {
    package let head: PackHead
    /// By code, ascending.
    package let all: [Province]

    init(head: PackHead, from entry: inout PackEntry) throws {
        self.head = head
        all = try entry.required("provinces").entries { try Province(from: &$0) }
        guard Set(all.map(\.code)).count == all.count else {
            throw entry.value.error("two provinces have the same code", "Give each province its own code.")
        }
    }

    /// The province of a code (`08`); nil where there is none.
    package subscript(code: String) -> Province? { all.first { $0.code == code } }
}

/// Tỉnh, thành phố trực thuộc trung ương.
package struct Province: Hashable, Sendable, Codable {
    package enum Kind: String, Hashable, Sendable, Codable, CaseIterable {
        case city, province
    }

    /// Two digits.
    package let code: String
    package let name: LocalizedText
    package let kind: Kind

    init(from entry: inout PackEntry) throws {
        code = try entry.text("code")
        name = LocalizedText(vi: try entry.text("name"), en: try entry.text("name_en"))
        kind = try entry.required("kind").choice()
    }
}
