/// A text shown to people, in Vietnamese and in English.
package struct LocalizedText: Hashable, Sendable, Codable {
    package let vi: String
    package let en: String

    package init(vi: String, en: String) {
        self.vi = vi
        self.en = en
    }

    /// The English text for `en` and its variants (`en-GB`), the Vietnamese one for everything else.
    package func text(_ language: String) -> String {
        language.lowercased().hasPrefix("en") ? en : vi
    }

    /// The same text with `{name}` replaced by its value, in both languages.
    package func filled(_ values: [String: String]) -> LocalizedText {
        func fill(_ text: String) -> String {
            values.reduce(text) { $0.replacing("{\($1.key)}", with: $1.value) }
        }
        return LocalizedText(vi: fill(vi), en: fill(en))
    }
}
