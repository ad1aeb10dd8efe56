import Foundation
import Models
import Testing

@Suite struct LegalDateTests {
    @Test func midnightInVietNamIsSeventeenOClockUTCOfTheDayBefore() throws {
        let before = try #require(Instant.parse("2025-12-31T16:59:59Z"))
        let after = try #require(Instant.parse("2025-12-31T17:00:00Z"))
        #expect(LegalDate(before).description == "2025-12-31")
        #expect(LegalDate(after).description == "2026-01-01")
    }

    @Test(arguments: ["1900-02-28", "1970-01-01", "2000-02-29", "2024-02-29", "2026-11-23", "0001-01-01", "9999-12-31"])
    func datesComeBackAsTheyWereWritten(_ text: String) {
        #expect(LegalDate(text)?.description == text)
    }

    @Test(arguments: [
        "2026-02-29", "2026-13-01", "2026-00-10", "2026-1-01", "26-01-01", "2026-01-01T00:00:00Z", "", "2026-04-31", "２026-01-01",
    ])
    func impossibleDatesAreRefused(_ text: String) {
        #expect(LegalDate(text) == nil)
    }

    @Test func weekdaysFollowTheCalendar() {
        #expect(LegalDate("2026-11-23")?.weekday == 1)
        #expect(LegalDate("2000-02-29")?.weekday == 2)
        #expect(LegalDate("1969-12-28")?.weekday == 7)
    }

    @Test func agesAreCompletedYears() throws {
        let birth = try #require(LegalDate("2010-11-24"))
        #expect(LegalDate("2026-11-23")?.age(bornOn: birth) == 15)
        #expect(LegalDate("2026-11-24")?.age(bornOn: birth) == 16)
        let leap = try #require(LegalDate("2008-02-29"))
        #expect(LegalDate("2026-02-28")?.age(bornOn: leap) == 17)
        #expect(LegalDate("2026-03-01")?.age(bornOn: leap) == 18)
    }
}
