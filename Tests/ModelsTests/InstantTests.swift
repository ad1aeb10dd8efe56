import Foundation
import Models
import Testing

@Suite struct InstantTests {
    private static let style = Date.ISO8601FormatStyle(includingFractionalSeconds: true)

    /// Whole milliseconds between 1900 and 2100.
    private static let random = (0..<2_000).map { _ in Double(Int.random(in: -2_208_988_800_000...4_102_444_800_000)) / 1000 }

    @Test func instantsAreWrittenAsFoundationWritesThem() {
        for seconds in Self.random {
            let instant = Date(timeIntervalSince1970: seconds)
            #expect(Instant.format(instant) == instant.addingTimeInterval(0.000_01).formatted(Self.style))
        }
    }

    @Test func instantsComeBackAsTheyWereWritten() throws {
        for seconds in Self.random {
            let text = Instant.format(Date(timeIntervalSince1970: seconds))
            let read = try #require(Instant.parse(text))
            #expect(read == Date(timeIntervalSince1970: seconds))
            #expect(Instant.format(read) == text)
        }
    }

    @Test func millisecondsAreCutOffAndNotRounded() {
        #expect(Instant.format(Date(timeIntervalSince1970: 1_795_400_000.999_9)) == "2026-11-23T02:13:20.999Z")
        #expect(Instant.format(Date(timeIntervalSince1970: -0.000_9)) == "1969-12-31T23:59:59.999Z")
    }

    @Test(arguments: [
        ("2026-11-23T08:15:30Z", "2026-11-23T08:15:30.000Z"), ("2026-11-23T08:15:30.25+07:00", "2026-11-23T01:15:30.250Z"),
        ("2026-11-23T22:15:30-03:30", "2026-11-24T01:45:30.000Z"), ("2026-11-23T08:15:30.123456789012345678Z", "2026-11-23T08:15:30.123Z"),
        ("2016-12-31T23:59:60Z", "2017-01-01T00:00:00.000Z"),
    ])
    func offsetsFractionsAndLeapSecondsAreRead(_ text: String, _ inUTC: String) {
        #expect(Instant.parse(text).map(Instant.format) == inUTC)
    }

    @Test(arguments: [
        "", "2026-11-23", "2026-11-23T08:15:30", "2026-11-23T08:15Z", "2026-11-23 08:15:30Z", "2026-11-23T08:15:30.Z",
        "2026-02-30T08:15:30Z",
        "2026-11-23T24:00:00Z", "2026-11-23T08:60:00Z", "2026-11-23T08:15:61Z", "2026-11-23T08:15:30+0700", "2026-11-23T08:15:30+24:00",
        "2026-11-23T08:15:30Z ", "2026-11-23T08:15:30ZZ", "+026-11-23T08:15:30Z", "2026-11-23T08:15:30.1e3Z", "9999-12-31T23:59:59-01:00",
        "2026-11-23T08:15:3\u{660}Z",
    ])
    func whatIsNoInstantIsRefused(_ text: String) {
        #expect(Instant.parse(text) == nil)
    }
}
