import Database
import Foundation
import Models
import ServiceKit
import TestKit
import Testing

@testable import Intake

/// A migration with a number below those that an installation has run comes to it late.
@Suite struct SearchRowMigrationTests {
    @Test func aRegisterThatIsFurtherKeepsItsSearchRow() async throws {
        let counter = try await Counter.open()
        let before = try await definition(counter)
        let file = try #require(App.migrations).appending(path: "0046_search_row_as_text.sql")
        try await counter.test.administer("set search_path = intake, public; \(String(contentsOf: file, encoding: .utf8))")
        #expect(try await definition(counter) == before)
        #expect(before.contains("SETOF") && before.contains("a:change"))
    }

    private func definition(_ counter: Counter) async throws -> String {
        try await counter.test.house.database.transaction(.service) { transaction in
            try await transaction.value("select pg_get_functiondef('case_search_row'::regproc)", as: String.self) ?? ""
        }
    }
}
