package import Models

/// What a helper is expected at, at an hour: court sittings and other appointments (circular 02/2021, Điều 4–7).
package typealias HearingKindPack = CaseKindPack<HearingKind>

/// One kind of appointment.
package struct HearingKind: ReadableKind {
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
