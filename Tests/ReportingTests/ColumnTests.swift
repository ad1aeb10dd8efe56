import HTTPTypes
import Models
import ServiceKit
import TestKit
import Testing

@testable import Reporting

/// What stands in which cell, from the message to the export.
@Suite struct ColumnTests {
    @Test func everyCategoryStandsInItsOwnColumn() async throws {
        let bureau = try await Bureau.open()
        let columns = [
            "meritorious": 4, "poor_household": 5, "ethnic_minority": 6, "child": 8, "accused_16_18": 9, "near_poor_accused": 10,
            "martyr_family": 11, "agent_orange": 12, "elderly": 13, "disabled": 14, "victim_16_18": 15, "domestic_violence_victim": 16,
            "trafficking_victim": 17, "hiv": 18,
        ]
        for category in columns.keys { try await bureau.accept("2026-02-10", .labour, .representation, gender: .male, as: category) }
        let cells = try await bureau.cells("bieu-24", "2026-02")
        for row in ["r1", "r18", "r21"] {
            for (category, column) in columns { #expect(cells["\(row)c\(column)"] == 1, "\(category)") }
            #expect(cells["\(row)c1"] == 14 && cells["\(row)c2"] == 14 && cells["\(row)c3"] == nil && cells["\(row)c7"] == nil)
        }
        #expect(cells.count == 3 * 16)
    }

    @Test func poorAndOfAnEthnicMinorityStandInTheJointColumnOnly() async throws {
        let bureau = try await Bureau.open()
        try await bureau.accept("2026-02-10", as: "poor_household", poorAndEthnicMinority: true)
        try await bureau.accept("2026-02-10", as: "ethnic_minority", poorAndEthnicMinority: true)
        try await bureau.accept("2026-02-10", gender: .other, as: "hiv", poorAndEthnicMinority: true)
        let cells = try await bureau.cells("bieu-24", "2026-02")
        #expect(cells.filter { $0.key.hasPrefix("r1c") } == ["r1c1": 3, "r1c3": 2, "r1c7": 2, "r1c18": 1])
    }

    @Test func onlyRealFiguresAreCountedUnlessTheWholePeriodIsAskedFor() async throws {
        let bureau = try await Bureau.open()
        for day in ["2025-12-31", "2026-01-01", "2026-05-31", "2026-06-01", "2026-06-30", "2026-07-01"] { try await bureau.accept(day) }
        let organisation = JSONValue.string(bureau.centre.description)
        #expect(try await bureau.cells("bieu-24", "2026-H1")["r1c1"] == 2)
        #expect(try await bureau.cells("bieu-24", "2026-H1", ["organisation": organisation, "whole_period": true])["r1c1"] == 4)
        #expect(try await bureau.cells("bieu-24", "2026")["r1c1"] == 5)
        let run = try await bureau.start("bieu-24", "2026-H1", ["organisation": organisation])
        let view = try await bureau.ask(.get, "/api/v1/report-runs/\(run)", by: bureau.leader).tree
        #expect(view["counted"] == ["from": "2026-01-01", "to": "2026-05-31"] && view["whole_period"] == false)
    }

    @Test func aPeriodOpensWithWhatTheOneBeforeLeftOpen() async throws {
        let bureau = try await Bureau.open()
        for month in 1...6 {
            for day in [1, 15, 28] {
                let id = try await bureau.accept("2026-0\(month)-\(day < 10 ? "0" : "")\(day)", .civil, day == 15 ? .advice : .litigation)
                if day == 1 { try await bureau.finish(id, "2026-0\(month)-\(month.isMultiple(of: 2) ? "28" : "01")") }
                if day == 15, month < 6 { try await bureau.stop(id, "2026-0\(month + 1)-01") }
            }
        }
        var before: [String: Int]?
        for month in 1...7 {
            let cells = try await bureau.cells("bieu-25", "2026-0\(month)")
            for row in 1...25 {
                let at = { (column: Int) in cells["r\(row)c\(column)"] ?? 0 }
                #expect(at(1) == at(2) + at(3) && at(10) == at(1) - at(4) - at(11), "row \(row) of month \(month)")
                if let before { #expect(at(2) == before["r\(row)c10"] ?? 0, "row \(row) of month \(month)") }
            }
            before = cells
        }
        #expect(before?["r1c10"] == 7)
    }
}
