import ArgumentParser
import Models
import Testing

@testable import Launcher

@Suite struct ImportCommandTests {
    private func parse(_ more: String...) throws -> Import.Register {
        try Import.Register.parse(["so.xlsx", "--organisation", "0191e0a0-0000-7000-8000-000000000001"] + more)
    }

    @Test func casesAreMadeUnlessItIsADryRun() throws {
        #expect(try !parse().dryRun)
        #expect(try parse("--dry-run").dryRun)
        #expect(try !parse("--yes").dryRun)
        #expect(throws: (any Error).self) { try parse("--dry-run", "--yes") }
    }
}
