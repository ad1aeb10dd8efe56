import Rules

/// One sentence in the two languages of the house.
package struct Bilingual: Hashable, Sendable, ExpressibleByStringInterpolation {
    package let vi: String
    package let en: String

    package init(vi: String, en: String) {
        self.vi = vi
        self.en = en
    }

    /// The same text in both: for what has no language, as a code or a name.
    package init(stringLiteral value: String) {
        self.init(vi: value, en: value)
    }

    /// The sentence in `language`.
    package func text(_ language: Language) -> String {
        switch language {
        case .vi: vi
        case .en: en
        }
    }

    /// The sentence with where the law says so behind it, in brackets, and a full stop.
    package func citing(_ article: String) -> Bilingual {
        let citation = Citation(article).localized
        return Bilingual(vi: "\(vi) (\(citation.vi)).", en: "\(en) (\(citation.en)).")
    }
}
