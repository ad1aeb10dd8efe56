import Database
import Foundation

/// A thousand rows of eight columns, read and made into structs.
struct DecodeBenchmark {
    let duration: Duration

    init(_ words: Words) throws {
        duration = try words.duration()
    }

    func run() async throws -> Report {
        try await Load(callers: 1, duration: duration).measure(Reading(database: try Words.database(connections: 1)))
    }

    private struct Reading: Work {
        let database: Database

        func once(_ caller: Int) async throws -> Int {
            let items = try await database.all(
                .none, "select id, case_id, subject, note, weight, attempts, is_open, opened_at from items", as: Item.self)
            guard items.count == 1_000, items[7].subject.hasPrefix("Item") else { throw BenchmarkError("the rows are not those made") }
            return items.count
        }
    }
}

private struct Item: RowDecodable {
    let id: Int
    let caseID: UUID
    let subject: String
    let note: String?
    let weight: Double
    let attempts: Int
    let isOpen: Bool
    let openedAt: Date

    init(_ row: Row) throws {
        id = try row.get("id")
        caseID = try row.get("case_id")
        subject = try row.get("subject")
        note = try row.get("note")
        weight = try row.get("weight")
        attempts = try row.get("attempts")
        isOpen = try row.get("is_open")
        openedAt = try row.get("opened_at")
    }
}
