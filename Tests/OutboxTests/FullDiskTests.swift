import Database
import Foundation
import Models
import TestKit
import Testing

@testable import Outbox

/// The server really cannot write: no file of it may become larger than that of the inbox.
@Suite(.timeLimit(.minutes(3))) struct FullDiskTests {
    @Test func whileTheDiskIsFullMessagesAreKeptAndAfterwardsEachHasItsEffectOnce() async throws {
        let servers = try Servers()
        defer { servers.stop() }
        try servers.startPrimary(logFile: 1)
        let log = NotedLog()
        let bench = try await Bench.make(logger: log.logger(), on: servers)
        let heard = Heard()
        var pace = Inbox.Pace()
        pace.probing = .milliseconds(20)
        let cases = (1...300).map { _ in CaseMoving.sample() }
        try await bench.run(handler: RecordingHandler(heard: heard), pace: pace) {
            try await bench.send(cases[0], version: 1)
            try await heard.wait(for: 1)
            // The inbox shall be the largest of all files, those of the log and its own index among them.
            try await fill(bench, rows: 30_000)
            let largest = try await bench.count("select max(pg_relation_size(oid)) from pg_class where relkind in ('r', 'i')")
            try #require(largest > 2 << 20)
            try servers.limitFiles(to: largest + 4_096)
            let refused = await #expect(throws: DatabaseError.self) { try await fill(bench, rows: 1_000) }
            #expect(refused?.sqlState == "53100" && refused?.isRetriable == true)

            for number in 1..<200 { try await bench.send(cases[number], version: 1) }
            try await bench.until { log.lines.contains { $0.metadata["error"]?.contains("SQLSTATE 53100") == true } }
            for number in 200..<300 { try await bench.send(cases[number], version: 1) }
            try await bench.untilDrained()
            #expect(await heard.all.count < 300)
            try servers.limitFiles(to: nil)
            try await heard.wait(for: 300)
        }
        #expect(await heard.all.map { $0.case.uuid.text }.sorted() == cases.map { $0.case.uuid.text }.sorted())
        #expect(await heard.envelopes.allSatisfy { $0.attempts == 0 })
        #expect(try await bench.parkedErrors().isEmpty)
    }

    /// Rows of messages that came today.
    private func fill(_ bench: Bench, rows: Int) async throws {
        let id = UUID.v7(at: Date()).text
        try await bench.execute(
            """
            insert into inbox (consumer, message_id, name, received_at)
            select \(bench.ownQueue.name),
                (left(\(id), 15) || substr(hash, 1, 3) || '-a' || substr(hash, 4, 3) || '-' || substr(hash, 7, 12))::uuid, repeat('x', 100), now()
            from (select md5(\(id) || number) as hash from generate_series(1, \(rows)) as number) as hashes
            """)
    }
}
