package import Models

/// The kinds of something that is entered on a case, each for some forms and fields of aid: of work (``ProgressKind``), of appointments
/// (``HearingKind``), of expenses (``ExpenseKind``).
package struct CaseKindPack<Kind: CaseKind>: Pack {
    package let head: PackHead
    package let all: [Kind]

    /// The kind of that key; nil where this version has none.
    package subscript(key: String) -> Kind? { all.first { $0.key == key } }

    /// The kinds that a case of that form and field offers.
    package func kinds(for form: AidForm, field: LegalField) -> [Kind] {
        all.filter { $0.forms.contains(form) && ($0.fields.isEmpty || $0.fields.contains(field)) }
    }
}

extension CaseKindPack: ReadablePack where Kind: ReadableKind {
    init(head: PackHead, from entry: inout PackEntry) throws {
        self.head = head
        all = try entry.required("kinds").entries { try Kind(from: &$0) }
        guard Set(all.map(\.key)).count == all.count else {
            throw entry.value.error("two kinds have the same key", "Give each kind a key of its own.")
        }
    }
}

/// One of the kinds of a ``CaseKindPack``.
package protocol CaseKind: Hashable, Sendable {
    var key: String { get }
    var forms: [AidForm] { get }
    /// Empty: every field.
    var fields: [LegalField] { get }
}

/// One that a pack's entry can be read as.
protocol ReadableKind: CaseKind {
    init(from entry: inout PackEntry) throws
}
