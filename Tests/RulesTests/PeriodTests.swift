import Models
import Rules
import Testing

// Circular 03/2019, Điều 6.
@Suite struct PeriodTests {
    let rules: RulePacks

    init() throws {
        rules = try RulePacks.load()
    }

    @Test func circular03_2019_article6_1_halfYearRunsToJuneAndCountsToMay() throws {
        let period = try #require(rules.period("2026-H1"))
        #expect(period.kind == .halfYear)
        #expect((period.from, period.to) == (day(2026, 1, 1), day(2026, 6, 30)))
        #expect(period.counted == day(2026, 1, 1)...day(2026, 5, 31))
    }

    @Test func circular03_2019_article6_1_yearCountsToOctoberAndForTheMinistryToNovember() throws {
        let period = try #require(rules.period("2026"))
        #expect((period.from, period.to) == (day(2026, 1, 1), day(2026, 12, 31)))
        #expect((period.realTo, period.ministryRealTo) == (day(2026, 10, 31), day(2026, 11, 30)))
    }

    @Test func circular03_2019_article6_1_officialYearIsAllReal() throws {
        let period = try #require(rules.period("2026-official"))
        #expect(period.counted == day(2026, 1, 1)...day(2026, 12, 31))
        #expect(period.dueAtProvince?.named == day(2027, 1, 20))
        #expect(period.dueAtMinistry?.named == day(2027, 2, 20))
    }

    @Test(arguments: [("2026-05", 31), ("2026-02", 28), ("2028-02", 29), ("2026-12", 31)])
    func monthIsItsDays(id: String, last: Int) throws {
        let period = try #require(rules.period(id))
        #expect(period.kind == .month)
        #expect((period.from.day, period.to.day) == (1, last))
        #expect(period.dueAtProvince == nil)
    }

    @Test func circular03_2019_article6_2b_dueDayOffMovesToTheNextWorkingDay() throws {
        let half = try #require(rules.period("2026-H1"))
        #expect(half.dueAtProvince?.named == day(2026, 6, 6))
        #expect(half.dueAtProvince?.date == day(2026, 6, 8))
        #expect(half.dueAtProvince?.confirmed == true)
        #expect(half.dueAtMinistry?.date == day(2026, 6, 25))
        let year = try #require(rules.period("2026"))
        #expect(year.dueAtProvince?.date == day(2026, 11, 9))
        #expect(year.dueAtMinistry?.date == day(2026, 11, 30))
        #expect(try #require(rules.period("2026-official")).dueAtMinistry?.date == day(2027, 2, 22))
    }

    @Test(arguments: ["", "2026-H2", "2026-13", "2026-00", "2026-5", "26", "2026-", "2026-H1 ", "0000", "2026-official-x", "２０２６"])
    func otherTextsAreNoPeriod(id: String) {
        #expect(rules.period(id) == nil)
    }

    @Test func yearHasFifteenPeriods() {
        let periods = rules.periods(of: 2026)
        #expect(periods.count == 15)
        #expect(Set(periods.map(\.id)).count == 15)
        #expect(periods.allSatisfy { rules.period($0.id) == $0 })
    }

    @Test func monthsFillTheYearWithoutGaps() {
        let months = rules.periods(of: 2026).filter { $0.kind == .month }
        for (month, next) in zip(months, months.dropFirst()) { #expect(month.to.adding(days: 1) == next.from) }
    }

    @Test func successorsNotSeenLeaveTheRegimeUnconfirmed() {
        #expect(rules.period("2024-H1")?.head.confirmed == true)
        #expect(rules.period("2026-H1")?.head.confirmed == false)
    }
}
