import Models
import Testing

@testable import Rules

/// The score sheet and the grades (circular 12/2018, Điều 16, 17).
@Suite struct QualityTests {
    private let pack: QualityPack

    init() throws {
        pack = try RulePacks.load().quality(on: try #require(LegalDate("2026-11-28")))
    }

    @Test func circular12_2018_article16_theSheetIsTheArticles() {
        let points = Dictionary(uniqueKeysWithValues: pack.criteria.map { ($0.key, $0.points) })
        #expect(
            points == [
                "lawful": 10, "informing": 10, "timing": 10, "fitting": 5, "evidence": 10, "research": 20, "taking_part": 20, "dossier": 5,
                "satisfaction": 10,
            ])
        #expect(pack.criteria.allSatisfy { $0.article.hasPrefix("Circular 12/2018, Điều 16.") })
    }

    @Test(arguments: [
        (100.0, "good"), (90, "good"), (89.99, "fair"), (70, "fair"), (69.99, "pass"), (50, "pass"), (49.99, "fail"), (0, "fail"),
    ])
    func circular12_2018_article17_gradesBeginWhereTheArticleSays(total: Double, grade: String) {
        #expect(pack.grade(total, breach: false)?.key == grade)
        #expect(pack.grade(total, breach: true)?.key == "fail")
    }

    @Test func adviceIsScoredOnWhatItHas() {
        let advice = pack.criteria(for: .advice)
        #expect(!advice.map(\.key).contains("taking_part") && !advice.map(\.key).contains("satisfaction"))
        let full = Dictionary(uniqueKeysWithValues: advice.map { ($0.key, Double($0.points)) })
        #expect(pack.total(full, for: .advice) == 100 && pack.total(full, for: .litigation) == 70)
        #expect(pack.total(full.merging(["research": 10]) { $1 }, for: .advice) == 85.71)
    }

    @Test func whatNoTextSetsIsMarked() {
        #expect(!pack.sample.confirmed && pack.success.allSatisfy { !$0.confirmed } && pack.note != nil)
        #expect(Set(LegalField.allCases.filter { pack.success(in: $0).isEmpty }).isEmpty)
    }
}
