package import Models

/// What a helper is expected at, at an hour: court sittings and other appointments (circular 02/2021, Điều 4–7).
package struct HearingKindPack: ReadablePack {
    package let head: PackHead
    package let all: [HearingKind]

    init(head: PackHead, from entry: inout PackEntry) throws {
        self.head = head
        all = try entry.required("kinds").entries { try HearingKind(from: &$0) }
        guard Set(all.map(\.key)).count == all.count else {
            throw entry.value.error("two kinds have the same key", "Give each kind a key of its own.")
        }
    }

    /// The kind of that key; nil where this version has none.
    package subscript(key: String) -> HearingKind? { all.first { $0.key == key } }

    /// The kinds that a case of that form and field offers.
    package func kinds(for form: AidForm, field: LegalField) -> [HearingKind] {
        all.filter { $0.forms.contains(form) && ($0.fields.isEmpty || $0.fields.contains(field)) }
    }
}

/// One kind of appointment.
package struct HearingKind: Hashable, Sendable {
    package let key: String
    package let title: LocalizedText
    package let article: String
    package let forms: [AidForm]
    /// Empty: every field.
    package let fields: [LegalField]

    init(from entry: inout PackEntry) throws {
        key = try entry.text("key")
        title = try entry.localized("title")
        article = try entry.text("article")
        forms = try entry.choices("forms")
        fields = try entry.choices("fields")
    }
}
