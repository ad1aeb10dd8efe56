import Foundation
import HTTPTypes
import Models
import ServiceKit
import TestKit
import Testing

@testable import Assignment

@Suite struct BoardAuditTests {
    @Test func whoLooksAtTheBoardIsOnRecord() async throws {
        let test = try await TestHouse.make(.assignment, migrations: App.migrations, keepsDirectory: false, build: App.build)
        let leader = Identity(
            subject: "account", name: "Người thử (mẫu)", role: .leader, organisation: OrganisationID(at: test.clock.wall.now), jti: "1")
        _ = try await test.ask(.get, "/assignments?late=decision", by: leader)
        #expect(try await test.audited("assignments.listed") == 1)
    }
}
