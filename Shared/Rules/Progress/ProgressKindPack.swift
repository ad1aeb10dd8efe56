package import Models

/// The kinds of work that a helper enters on a case (circular 02/2021, Điều 4–7; Law 11/2017, Điều 32).
package struct ProgressKindPack: ReadablePack {
    package let head: PackHead
    package let all: [ProgressKind]

    init(head: PackHead, from entry: inout PackEntry) throws {
        self.head = head
        all = try entry.required("kinds").entries { try ProgressKind(from: &$0) }
        guard Set(all.map(\.key)).count == all.count else {
            throw entry.value.error("two kinds have the same key", "Give each kind a key of its own.")
        }
    }

    /// The kind of that key; nil where this version has none.
    package subscript(key: String) -> ProgressKind? { all.first { $0.key == key } }

    /// The kinds that a case of that form and field offers.
    package func kinds(for form: AidForm, field: LegalField) -> [ProgressKind] {
        all.filter { $0.forms.contains(form) && ($0.fields.isEmpty || $0.fields.contains(field)) }
    }
}

/// One kind of work.
package struct ProgressKind: Hashable, Sendable {
    package let key: String
    package let title: LocalizedText
    package let article: String
    package let forms: [AidForm]
    /// Empty: every field.
    package let fields: [LegalField]
    /// Preparation, whose paid half-days are capped (circular 02/2021, Điều 4.2, 5.2).
    package let preparation: Bool

    init(from entry: inout PackEntry) throws {
        key = try entry.text("key")
        title = try entry.localized("title")
        article = try entry.text("article")
        forms = try entry.choices("forms")
        fields = try entry.choices("fields")
        preparation = try entry.optional("preparation")?.bool() ?? false
    }
}
