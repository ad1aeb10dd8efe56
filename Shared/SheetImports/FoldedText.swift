import Foundation
import Models

/// Text as it is compared where people write one thing in several ways.
package enum FoldedText {
    /// The ``NameKey`` of what does not stand in parentheses.
    package static func of(_ text: String) -> String {
        // Each letter is looked at once, whatever a stranger's cell holds.
        var (kept, rest) = ("", text[...])
        while let open = rest.firstIndex(of: "("), let close = rest[open...].firstIndex(of: ")") {
            kept += rest[..<open] + " "
            rest = rest[rest.index(after: close)...]
        }
        return NameKey.fold(kept + rest)
    }

    /// Of a person: in lower case with accents, which tell people apart, and single spaces. Where in a word its tone is written (Hòa, Hoà) tells
    /// nobody apart.
    package static func name(_ text: String) -> String {
        text.lowercased().split(whereSeparator: \.isWhitespace).map { word in
            let scalars = word.decomposedStringWithCanonicalMapping.unicodeScalars
            return String(String.UnicodeScalarView(scalars.filter { !tones.contains($0) } + scalars.filter(tones.contains)))
        }.joined(separator: " ").precomposedStringWithCanonicalMapping
    }

    /// Grave, acute, tilde, hook above, dot below, as marks of their own.
    private static let tones: Set<Unicode.Scalar> = ["\u{300}", "\u{301}", "\u{303}", "\u{309}", "\u{323}"]
}
