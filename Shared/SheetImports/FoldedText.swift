import Foundation
import Models

/// Text as it is compared where people write one thing in several ways.
package enum FoldedText {
    /// The ``NameKey`` of what does not stand in parentheses.
    package static func of(_ text: String) -> String { NameKey.fold(text.replacing(/\([^)]*\)/, with: " ")) }

    /// Of a person: in lower case with accents, which tell people apart, and single spaces.
    package static func name(_ text: String) -> String {
        text.precomposedStringWithCanonicalMapping.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}
