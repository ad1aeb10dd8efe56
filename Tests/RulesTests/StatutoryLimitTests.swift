import Foundation
import Models
import Rules
import Testing

/// Each limit of the law runs as its article says; from Monday, 16 November 2026.
@Suite struct StatutoryLimitTests {
    private let rules: RulePacks
    private let deadlines: DeadlinePack
    private let monday = day(2026, 11, 16)

    init() throws {
        rules = try RulePacks.load()
        deadlines = rules.deadlines(on: monday)
    }

    /// Whether the limit cites its article, is confirmed, and ends on that day.
    private func ends(_ key: DeadlineKey, on last: LegalDate, _ article: String) -> Bool {
        let limit = deadlines[key]
        return limit.confirmed && limit.source.contains(article) && limit.lastDay(from: monday, in: rules.calendar) == last
    }

    private func ends(_ key: DeadlineKey, inHours hours: Double, _ article: String) -> Bool {
        let limit = deadlines[key]
        return limit.confirmed && limit.source.contains(article)
            && limit.due(after: monday.start, in: rules.calendar) == monday.start.addingTimeInterval(hours * 3600)
    }

    @Test func article31_2_aHelperIsNamedInThreeWorkingDaysAndForAPersonHeldInTwelveHours() {
        #expect(ends(.assignment, on: day(2026, 11, 19), "Điều 31.2") && ends(.assignmentHeld, inHours: 12, "Điều 31.2"))
    }

    @Test func article32_2_writtenAdviceTakesTenDaysAndInComplexMattersThirty() {
        #expect(ends(.writtenAdvice, on: day(2026, 11, 26), "Điều 32.2"))
        #expect(ends(.writtenAdviceComplex, on: day(2026, 12, 16), "Điều 32.2"))
        #expect(DeadlineKey.allCases.filter { $0.extended != nil } == [.writtenAdvice])
    }

    @Test func article33_2_aRepresentativeIsNamedInThreeWorkingDays() {
        let limit = deadlines.assignment(form: .representation, held: false, acceptedAtOnce: false)
        #expect(limit.source.contains("33.2") && limit.lastDay(from: monday, in: rules.calendar) == day(2026, 11, 19))
    }

    @Test func article34_2_aVerificationTakesTenDays() {
        #expect(ends(.verification, on: day(2026, 11, 26), "Điều 34.2"))
    }

    @Test func article36_2_aRecommendationIsAnsweredInThirtyDays() {
        #expect(ends(.recommendation, on: day(2026, 12, 16), "Điều 36.2"))
    }

    @Test func article39_1_aDossierIsHandedOverInThirtyDays() {
        #expect(ends(.handover, on: day(2026, 12, 16), "Điều 39.1"))
    }

    @Test func circular12_2018_article6_2a_proofsFollowInFiveWorkingDaysOrTen() {
        #expect(ends(.papersLater, on: day(2026, 11, 23), "Điều 6.2a"))
        // The 24th is a day off.
        #expect(ends(.papersLaterDifficult, on: day(2026, 12, 1), "Điều 6.2a"))
    }

    @Test func circular12_2018_article9_1_whoAsksForAnotherHelperIsAnsweredInThreeWorkingDays() {
        #expect(ends(.changeAnswer, on: day(2026, 11, 19), "Điều 9.1"))
    }

    @Test func jointCircular10_2018_article6_aDefenderIsReplacedInADayAndAProtectorInTwoWorkingDays() {
        #expect(ends(.replacementDefence, inHours: 24, "Điều 6.1, 6.2") && ends(.replacementProtector, on: day(2026, 11, 18), "Điều 6.1"))
    }
}
