import Database
import Foundation
import Models
import Testing

@testable import Assignment

/// What a migration wrote over is found by what the service looks for.
@Suite struct NameKeyMigrationTests {
    @Test func namesOfBeforeAreKeyedAsNewOnesAre() async throws {
        let office = try await Office.open()
        let file = try #require(App.migrations).appending(path: "0006_name_keys.sql")
        let text = try String(contentsOf: file, encoding: .utf8)
        // The login role of the test makes no lasting functions.
        let function = try #require(text.split(separator: "\n\n").first).replacing("create function ", with: "create function pg_temp.")
        let names = [
            "Đỗ  Thị Hường", "H'Yuên Niê Kđăm", "Y Tŭng-Mlô", "Nguyễn Văn An (B)", "TT.ĐDNTT.01.2026",
            "đặng".decomposedStringWithCanonicalMapping,
            " Lò  Văn Ún ", "",
        ]
        let keys = try await office.database.session { session in
            try await session.script(String(function))
            return try await session.rows(
                "select pg_temp.name_key(name) as key from unnest(\(names)) with ordinality as names (name, place) order by place"
            ).map { try $0.get("key", as: String.self) }
        }
        #expect(keys == names.map(NameKey.fold))
    }
}
