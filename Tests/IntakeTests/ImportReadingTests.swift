import Database
import Directory
import Models
import Rules
import ServiceKit
import TestKit
import Testing

@testable import Intake

/// What the words and days of an old register's line make of a case.
@Suite struct ImportReadingTests {
    /// A sound line that says so of its state.
    private func read(_ state: String, _ more: [ImportField: String] = [:]) async throws -> ImportReading {
        let counter = try await Counter.open()
        let house = counter.test.house
        let centre = try await house.database.transaction(.service) { try await Directory().organisation(counter.centre, in: $0) }
        let facts = ImportReading.Facts(
            rules: house.rules, organisation: try #require(centre), helpers: [], words: ImportWords(house.rules, on: house.clock.today),
            today: house.clock.today)
        let cells: [ImportField: String] = [
            .code: "TT.TGTT.01.2020", .client: "Nông Thị Mẫu", .form: "TGTT", .field: "Dân sự", .category: "Hộ nghèo",
            .acceptedOn: "03/02/2020", .endedOn: "05/05/2020", .state: state,
        ]
        return ImportReading(cells.merging(more) { $1 }, facts)
    }

    @Test func proceedingsThatWereTerminatedEndACaseByLaw() async throws {
        let reading = try await read("Đình chỉ")
        let draft = try #require(reading.draft, "\(reading.problems)")
        #expect(draft.state == .finished && draft.endGround == "terminated_by_law" && draft.isFinished)
    }

    @Test(arguments: [("Không tiếp tục thực hiện", false), ("Đã kết thúc", true), ("Đình chỉ", true)])
    func whatWasHandedOverIsSoHoweverItEnded(_ state: String, _ isFinished: Bool) async throws {
        let reading = try await read(state, [.handedOverOn: "06/05/2020"])
        let draft = try #require(reading.draft, "\(reading.problems)")
        #expect(draft.state == .handedOver && draft.isFinished == isFinished)
        let stopped = try #require(try await read("Không tiếp tục thực hiện").draft)
        #expect(stopped.state == .stopped && !stopped.isFinished && stopped.endGround == nil)
    }
}
