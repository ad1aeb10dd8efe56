import Foundation
import Rules
import Testing

/// Pages cite the law in the language of the reader.
@Suite struct CitationTests {
    @Test(arguments: [
        ("Law 11/2017, Điều 25.2a", "Luật Trợ giúp pháp lý, Điều 25.2a", "Law on Legal Aid, Article 25.2a"),
        (
            "Law 11/2017, Điều 37.1c; circular 12/2018, Điều 9.2", "Luật Trợ giúp pháp lý, Điều 37.1c; Thông tư 12/2018, Điều 9.2",
            "Law on Legal Aid, Article 37.1c; circular 12/2018, Article 9.2"
        ),
        ("Joint circular 10/2018, Điều 6.1", "Thông tư liên tịch 10/2018, Điều 6.1", "Joint circular 10/2018, Article 6.1"),
    ])
    func anArticleIsCitedInBothLanguages(_ article: String, _ vietnamese: String, _ english: String) {
        #expect(Citation(article).text("vi") == vietnamese)
        #expect(Citation(article).text("en") == english)
    }

    /// Whatever a pack cites has its words in both languages.
    @Test func noArticleOfAPackKeepsWordsOfTheOtherLanguage() throws {
        let files = try FileManager.default.contentsOfDirectory(at: RulePacks.bundled, includingPropertiesForKeys: nil)
        let articles = try files.flatMap { file in
            try String(contentsOf: file, encoding: .utf8).matches(of: /\barticle: (?:"([^"]*)"|([^,}\n]+(?:, Điều[^}\n]*)?))/)
                .map { String($0.1 ?? $0.2 ?? "") }
        }
        #expect(articles.count > 60)
        let english = /\b(?i:law|circular|decree|joint|and|of|on|the|as|amended|from|form)\b/
        for article in articles {
            #expect(Citation(article).text("vi").firstMatch(of: english) == nil, "\(article)")
            #expect(!Citation(article).text("en").contains("Điều"), "\(article)")
        }
    }
}
