import Foundation
import Models
import Testing

@testable import Rules

@Suite struct LoadingTests {
    @Test func bundledPacksLoad() throws {
        let rules = try RulePacks.load()
        #expect(rules.provinces.all.count == 34)
        #expect(rules.ethnicGroups.all.count == 54)
    }

    @Test func dateOfTheFactPicksTheVersion() throws {
        let rules = try RulePacks.load()
        #expect(rules.eligibility(on: day(2025, 6, 30)).id == "eligibility@2018-01-01")
        #expect(rules.eligibility(on: day(2025, 7, 1)).id == "eligibility@2025-07-01")
        #expect(rules.eligibility(on: day(2025, 12, 31)).id == "eligibility@2025-07-01")
        #expect(rules.eligibility(on: day(2026, 1, 1)).id == "eligibility@2026-01-01")
    }

    @Test func beforeTheFirstVersionTheEarliestAnswers() throws {
        #expect(try RulePacks.load().eligibility(on: day(2000, 1, 1)).id == "eligibility@2018-01-01")
    }

    @Test func weakSourcesAreUnconfirmed() throws {
        let rules = try RulePacks.load()
        #expect(rules.eligibility(on: day(2024, 1, 1)).confirmed)
        #expect(!rules.eligibility(on: day(2026, 1, 1)).confirmed)
        #expect(!rules.register(on: day(2026, 1, 1)).confirmed)
        #expect(rules.statisticalForms.allSatisfy { !$0.confirmed })
    }

    @Test func baseWageChangesOnItsDay() throws {
        let rules = try RulePacks.load()
        #expect(rules.baseWage(on: day(2017, 6, 30)) == nil)
        #expect(rules.baseWage(on: day(2024, 6, 30))?.dongPerMonth == 1_800_000)
        #expect(rules.baseWage(on: day(2024, 7, 1))?.dongPerMonth == 2_340_000)
        #expect(rules.baseWage(on: day(2026, 7, 1))?.dongPerMonth == 2_530_000)
    }

    @Test func everyTitleIsThereInBothLanguages() throws {
        let rules = try RulePacks.load()
        let date = day(2026, 11, 23)
        var titles = rules.eligibility(on: date).categories.map(\.title)
        titles += rules.dossier(on: date).kinds.map(\.title)
        titles += rules.deadlines(on: date).all.map(\.title)
        titles += rules.statisticalForms.flatMap { $0.rows.map(\.title) + $0.columns.map(\.title) }
        #expect(titles.allSatisfy { !$0.vi.isEmpty && !$0.en.isEmpty && !$0.vi.contains("{") && !$0.en.contains("{") })
    }
}

/// Errors of a pack file that someone edits by hand.
@Suite struct PackErrorTests {
    @Test func missingFileIsNamed() throws {
        try withPacks { folder in
            try FileManager.default.removeItem(at: folder.appending(path: "periods.yaml"))
            #expect(failure(folder)?.file == "periods.yaml")
        }
    }

    @Test func badDateNamesFileLineAndKey() throws {
        let error = try failure(replacing: "to: 2026-02-22", with: "to: 2026-02-30", in: "calendar.yaml")
        #expect(error?.file == "calendar.yaml")
        #expect(error?.key == "[0].off[1].to")
        #expect(error?.line != nil)
        #expect(error?.description.contains("2026-02-30 is not a date") == true)
    }

    @Test func unknownKeyIsRefused() throws {
        let error = try failure(replacing: "below: 16", with: "bellow: 16", in: "eligibility.yaml")
        #expect(error?.problem.contains("bellow") == true)
        #expect(error?.advice.contains("below") == true)
    }

    @Test func missingKeyIsRefused() throws {
        let error = try failure(replacing: "minimum_digits: 2\n", with: "", in: "register.yaml")
        #expect(error?.problem.contains("minimum_digits") == true)
    }

    @Test func brokenYAMLIsNamed() throws {
        #expect(try failure(replacing: "kinds:", with: "kinds: [", in: "helper-kinds.yaml")?.file == "helper-kinds.yaml")
    }

    @Test func unknownPaperIsRefused() throws {
        let error = try failure(replacing: "papers: [merit_document]", with: "papers: [medal]", in: "eligibility.yaml")
        #expect(error?.problem.contains("medal") == true)
    }

    @Test func missingDeadlineIsRefused() throws {
        let error = try failure(replacing: "key: handover", with: "key: stalled", in: "deadlines.yaml")
        #expect(error?.file == "deadlines.yaml")
    }

    @Test func categoryWithoutAColumnIsRefused() throws {
        let error = try failure(replacing: "categories: [hiv]", with: "categories: [elderly]", in: "statistical-forms.yaml")
        #expect(error?.file == "statistical-forms.yaml")
        #expect(error?.key == "bieu-24")
    }

    @Test func twoVersionsOfOneDayAreRefused() throws {
        let error = try failure(replacing: "valid_from: 2025-07-01", with: "valid_from: 2018-01-01", in: "eligibility.yaml")
        #expect(error?.file == "eligibility.yaml")
    }

    private func failure(replacing old: String, with new: String, in file: String) throws -> PackError? {
        try withPacks { folder in
            let url = folder.appending(path: file)
            let text = try String(contentsOf: url, encoding: .utf8)
            try #require(text.contains(old))
            try text.replacing(old, with: new).write(to: url, atomically: true, encoding: .utf8)
            return failure(folder)
        }
    }

    private func failure(_ folder: URL) -> PackError? {
        #expect(throws: PackError.self) { try RulePacks.load(from: folder) }
    }

    private func withPacks<T>(_ body: (URL) throws -> T) throws -> T {
        let folder = FileManager.default.temporaryDirectory.appending(path: "packs-\(UUID().uuidString)")
        try FileManager.default.copyItem(at: RulePacks.bundled, to: folder)
        defer { try? FileManager.default.removeItem(at: folder) }
        return try body(folder)
    }
}
