import Foundation
import Models
import Pages
import ServiceKit
import Testing

/// Dates and numbers as offices write them.
@Suite struct FormatsTests {
    private let vi = Formats(language: .vi)
    private let en = Formats(language: .en)

    @Test(arguments: [(0, "0", "0"), (999, "999", "999"), (1_000, "1.000", "1,000"), (-12_345_678, "−12.345.678", "−12,345,678")])
    func wholeNumbersStandInGroupsOfThree(_ value: Int, _ vietnamese: String, _ english: String) {
        #expect(vi.number(value) == vietnamese)
        #expect(en.number(value) == english)
    }

    @Test(arguments: [
        (209.5, "209,5", "209.5"), (1234.50, "1.234,5", "1,234.5"), (0.005, "0,01", "0.01"), (2.0, "2", "2"), (-0.001, "0", "0"),
        (0.38, "0,38", "0.38"), (-1.25, "−1,25", "−1.25"),
    ])
    func decimalsTakeTheLanguagesSeparator(_ value: Double, _ vietnamese: String, _ english: String) {
        #expect(vi.number(value) == vietnamese)
        #expect(en.number(value) == english)
    }

    @Test func datesAreWrittenInEachLanguage() throws {
        let date = try #require(LegalDate("2026-11-03"))
        #expect(vi.date(date) == "03/11/2026")
        #expect(en.date(date) == "3 November 2026")
    }

    @Test func timesAreThoseOfVietNam() throws {
        let instant = try #require(Instant.parse("2026-11-22T18:05:59Z"))
        #expect(vi.dateTime(instant) == "23/11/2026, 01:05")
        #expect(en.dateTime(instant) == "23 November 2026, 01:05")
    }

    @Test(arguments: [(999, "999 B"), (1_600, "2 KB"), (1_534_000, "1,5 MB"), (512 << 20, "512 MB"), (2 << 30, "2 GB")])
    func sizesAreRounded(_ bytes: Int, _ text: String) {
        #expect(vi.size(bytes: bytes) == text)
    }
}
