package import Models

/// What a helper of a case is paid back (chi phí phát sinh thực hiện vụ việc; decree 144/2017, Điều 13.5). Forms of aid that no kind names have none.
package typealias ExpenseKindPack = CaseKindPack<ExpenseKind>

/// One kind of expense.
package struct ExpenseKind: ReadableKind {
    package let key: String
    package let title: LocalizedText
    package let article: String
    /// What shows that it arose (decree 144/2017, Điều 13.5a, 15.1b).
    package let proof: LocalizedText
    package let forms: [AidForm]
    /// Empty: every field.
    package let fields: [LegalField]

    init(from entry: inout PackEntry) throws {
        key = try entry.text("key")
        title = try entry.localized("title")
        article = try entry.text("article")
        proof = try entry.localized("proof")
        forms = try entry.choices("forms")
        fields = try entry.choices("fields")
    }
}
