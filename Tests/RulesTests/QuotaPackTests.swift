import Models
import Rules
import Testing

@Suite struct QuotaPackTests {
    let pack: QuotaPack
    let year: QuotaYear

    init() throws {
        year = QuotaYear(of: day(2023, 6, 1))
        pack = try RulePacks.load().quotas(on: year.from)
    }

    @Test func theYearRunsFromNovemberToOctober() {
        #expect(QuotaYear(of: day(2022, 11, 1)) == year && QuotaYear(of: day(2023, 10, 31)) == year)
        #expect(QuotaYear(of: day(2023, 11, 1)).number == 2024 && QuotaYear(of: day(2022, 10, 31)).number == 2022)
        #expect(year.from == day(2022, 11, 1) && year.to == day(2023, 10, 31))
    }

    @Test func shareOfTheYearGoesFromNothingToAll() {
        #expect(year.passed(by: day(2022, 10, 31)) == 0)
        #expect(year.passed(by: day(2022, 11, 1)) == 1.0 / 365)
        #expect(year.passed(by: day(2023, 10, 31)) == 1 && year.passed(by: day(2024, 1, 1)) == 1)
    }

    @Test(arguments: [
        // Under three whole years on the year's first day, from three, from five; one day makes the difference.
        (LegalDate(year: 2019, month: 11, day: 2), 7), (LegalDate(year: 2019, month: 11, day: 1), 11),
        (LegalDate(year: 2017, month: 11, day: 2), 11), (LegalDate(year: 2017, month: 11, day: 1), 14),
        (LegalDate(year: 2023, month: 5, day: 1), 7),
    ])
    func theBandGoesByWholeYearsSinceTheAppointment(_ appointed: LegalDate?, _ pass: Int) {
        #expect(pack.band(appointed: appointed, absent: 0, in: year)?.pass == pass)
    }

    @Test func whoseAppointmentIsNotKnownIsTakenForLongThere() {
        #expect(pack.band(appointed: nil, absent: 0, in: year)?.pass == 14)
    }

    @Test func exemptIsWhoWasAwayOrCameLate() {
        let old = day(2010, 1, 1)
        #expect(pack.band(appointed: old, absent: 243, in: year) != nil)
        #expect(pack.band(appointed: old, absent: 244, in: year) == nil)
        #expect(pack.band(appointed: year.to.adding(days: -122), absent: 0, in: year) != nil)
        #expect(pack.band(appointed: year.to.adding(days: -121), absent: 0, in: year) == nil)
    }

    @Test func theFiguresAreMarkedUnconfirmed() {
        #expect(!pack.confirmed)
    }
}
