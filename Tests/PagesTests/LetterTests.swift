import Foundation
import Pages
import ServiceKit
import Testing

/// The faces that are served hold every letter that the pages write.
@Suite struct LetterTests {
    /// Drawn by the reader's own fonts: Noto Sans has no minus and no arrows.
    private static let elsewhere: Set<UnicodeScalar> = ["−"]

    private let letters: Set<UInt32>

    init() throws {
        let text = try String(contentsOf: SourceTree.root.appending(path: "compose/letters.txt"), encoding: .utf8)
        let listed = text.split(separator: "\n").map { $0.prefix { $0 != "#" } }.joined(separator: " ")
        letters = Set(
            try listed.matches(of: /U\+([0-9A-F]{4})(?:-([0-9A-F]{4}))?/).flatMap { range in
                let first = try #require(UInt32(range.1, radix: 16))
                return try Array(first...#require(range.2.map { UInt32($0, radix: 16) } ?? first))
            })
    }

    @Test func everySentenceCanBeSetInTheFaces() throws {
        let catalogue = try Catalogue(folder: SourceTree.root.appending(path: "Shared/Pages/Catalogue"))
        for language in Language.allCases {
            let sentences = catalogue.sentences(in: language)
            let missing = catalogue.keys(in: language).flatMap { key in sentences(key).unicodeScalars.filter { !holds($0) } }
            #expect(Set(missing) == [])
        }
    }

    @Test func everyLetterOfVietnameseIsThere() {
        let vowels = ["a", "ă", "â", "e", "ê", "i", "o", "ô", "ơ", "u", "ư", "y"]
        let tones = ["", "\u{300}", "\u{301}", "\u{303}", "\u{309}", "\u{323}"]
        let lower = vowels.flatMap { vowel in tones.map { (vowel + $0).precomposedStringWithCanonicalMapping } } + ["đ"]
        let missing = (lower + lower.map { $0.uppercased() }).filter { !$0.unicodeScalars.allSatisfy(holds) }
        #expect(lower.count == 73)
        #expect(missing == [])
    }

    @Test func sentencesAreWrittenWithComposedLetters() throws {
        let catalogue = try Catalogue(folder: SourceTree.root.appending(path: "Shared/Pages/Catalogue"))
        let sentences = catalogue.sentences(in: .vi)
        let decomposed = catalogue.keys(in: .vi).filter { key in
            !sentences(key).unicodeScalars.elementsEqual(sentences(key).precomposedStringWithCanonicalMapping.unicodeScalars)
        }
        #expect(decomposed.sorted() == [])
    }

    private func holds(_ scalar: UnicodeScalar) -> Bool { letters.contains(scalar.value) || Self.elsewhere.contains(scalar) }
}
