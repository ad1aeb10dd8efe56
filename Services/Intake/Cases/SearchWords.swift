import Database
import Foundation
import Models

/// What somebody looks for in the register, word by word. Every word must stand in a code, a name or an identity number; tones are optional, and
/// cases that have them as typed come first.
struct SearchWords: Sendable {
    /// Without tones.
    private let folded: [String]
    /// Those that were typed with tones, as typed.
    private let accented: [String]
    /// Whether words with digits are found whole only: who sees identity numbers masked must not spell them out piece by piece.
    private let areNumbersWhole: Bool

    init(_ text: String, areNumbersWhole: Bool = false) {
        self.areNumbersWhole = areNumbersWhole
        folded = NameKey.fold(text).split(separator: " ").map(String.init)
        accented = text.precomposedStringWithCanonicalMapping.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
            .filter { NameKey.fold($0) != $0 }
    }

    /// Nothing that could be looked for, as in `---`.
    var isEmpty: Bool { folded.isEmpty }

    var hasAccents: Bool { !accented.isEmpty }

    /// As patterns of LIKE for the words without tones.
    var patterns: [String] {
        folded.map { areNumbersWhole && $0.contains(where: \.isNumber) ? "% \($0.likeLiteral) %" : Self.pattern($0) }
    }

    /// As patterns of LIKE for the words with tones.
    var accentedPatterns: [String] { accented.map(Self.pattern) }

    /// Whether a case has the tones as typed.
    func areTyped(in record: CaseSummaryView) -> Bool {
        let names = " " + [record.clientName, record.helper?.name].compactMap(\.self).joined(separator: " | ")
        let typed = names.precomposedStringWithCanonicalMapping.lowercased()
        return hasAccents && accented.allSatisfy { typed.contains($0.count < 3 ? " " + $0 : $0) }
    }

    /// One or two letters stand in almost everything: they are looked for where a word begins.
    private static func pattern(_ word: String) -> String { (word.count < 3 ? "% " : "%") + word.likeLiteral + "%" }
}
