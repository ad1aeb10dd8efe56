import Foundation
import Models
import Testing

@testable import Rules

@Suite struct RetentionTests {
    @Test func nothingIsDroppedByARuleThatNobodyConfirmed() throws {
        let today = try #require(LegalDate(year: 2046, month: 11, day: 28))
        #expect(try RulePacks.load().retention(on: today).auditTrailBegins(on: today) == nil)
    }

    @Test(arguments: [("2046-11-28", "2026-11-28"), ("2024-02-29", "2004-02-29"), ("2028-02-29", "2008-02-29")])
    func aConfirmedRuleKeepsWholeYears(today: String, first: String) throws {
        let pack = try Self.confirmed(years: 20)
        #expect(try #require(LegalDate(today).flatMap { pack.auditTrailBegins(on: $0) }).description == first)
    }

    @Test func aLeapDayKeepsTheDayBeforeWhereThereIsNone() throws {
        let pack = try Self.confirmed(years: 1)
        #expect(pack.auditTrailBegins(on: try #require(LegalDate("2028-02-29"))) == LegalDate("2027-02-28"))
    }

    @Test func lessThanAYearIsRefused() {
        #expect(throws: PackError.self) { try Self.confirmed(years: 0) }
    }

    /// The bundled packs with another one of retention.
    private static func confirmed(years: Int) throws -> RetentionPack {
        let folder = FileManager.default.temporaryDirectory.appending(path: "caunoi-packs-\(UUID())", directoryHint: .isDirectory)
        try FileManager.default.copyItem(at: RulePacks.bundled, to: folder)
        defer { try? FileManager.default.removeItem(at: folder) }
        let text = "valid_from: 2000-01-01\nsource: test\nconfirmed: true\naudit_trail_years: \(years)\n"
        try Data(text.utf8).write(to: folder.appending(path: "retention.yaml"))
        return try RulePacks.load(from: folder).retention(on: LegalDate(year: 2026, month: 1, day: 1) ?? LegalDate(dayNumber: 0))
    }
}
