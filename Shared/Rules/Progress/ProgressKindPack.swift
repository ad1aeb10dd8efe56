package import Models

/// The kinds of work that a helper enters on a case (circular 02/2021, Điều 4–7; Law 11/2017, Điều 32).
package typealias ProgressKindPack = CaseKindPack<ProgressKind>

/// One kind of work.
package struct ProgressKind: ReadableKind {
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
