package import Models

/// Which kinds of helpers there are, what they may do and where they work (Law 11/2017, Điều 17, 24, 31–33).
package struct HelperKindPack: ReadablePack {
    package let head: PackHead
    package let all: [HelperKindRule]

    init(head: PackHead, from entry: inout PackEntry) throws {
        self.head = head
        all = try entry.required("kinds").entries { try HelperKindRule(from: &$0) }
        guard
            all.map(\.kind).sorted(by: { $0.rawValue < $1.rawValue })
                == HelperKind.allCases.sorted(by: { $0.rawValue < $1.rawValue })
        else {
            throw entry.value.error(
                "each kind of helper must stand here once", "Write one entry each for officer, lawyer, adviser, collaborator.")
        }
    }

    /// What holds for a kind.
    package subscript(kind: HelperKind) -> HelperKindRule? { all.first { $0.kind == kind } }

    /// Whether a helper of that kind may take a case of that form.
    package func may(_ kind: HelperKind, take form: AidForm) -> Bool { self[kind]?.forms.contains(form) ?? false }

    /// The kinds that may take a case of that form.
    package func kinds(for form: AidForm) -> [HelperKind] { all.filter { $0.forms.contains(form) }.map(\.kind) }

    /// Whether a helper of that kind may belong to an organisation of that kind.
    package func may(_ kind: HelperKind, workFor organisation: OrganisationKind) -> Bool {
        self[kind]?.organisations.contains(organisation) ?? false
    }
}

/// One kind of helper.
package struct HelperKindRule: Hashable, Sendable {
    package let kind: HelperKind
    package let title: LocalizedText
    package let article: String
    package let forms: [AidForm]
    package let organisations: [OrganisationKind]

    init(from entry: inout PackEntry) throws {
        kind = try entry.required("key").choice()
        title = try entry.localized("title")
        article = try entry.text("article")
        forms = try entry.choices("forms")
        organisations = try entry.choices("organisations")
    }
}
