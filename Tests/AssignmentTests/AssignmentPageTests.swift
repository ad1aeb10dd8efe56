import Foundation
import HTTPTypes
import Models
import ServiceKit
import TestKit
import Testing

@testable import Assignment

/// Pages of this service, as they are answered.
@Suite struct AssignmentPageTests {
    @Test func whoLooksAtTheBoardIsOnRecord() async throws {
        let test = try await TestHouse.make(.assignment, migrations: App.migrations, keepsDirectory: false, build: App.build)
        let leader = Identity(
            subject: "account", name: "Người thử (mẫu)", role: .leader, organisation: OrganisationID(at: test.clock.wall.now), jti: "1")
        _ = try await test.ask(.get, "/assignments?late=decision", by: leader)
        #expect(try await test.audited("assignments.listed") == 1)
    }

    @Test func whoIsNoOfficerIsToldThatThereIsNoQuota() async throws {
        let test = try await TestHouse.make(.assignment, migrations: App.migrations, keepsDirectory: false, build: App.build)
        let lawyer = Identity.helper(HelperID(at: test.clock.wall.now), at: OrganisationID(at: test.clock.wall.now))
        let page = try await test.ask(.get, "/quotas", by: lawyer).text
        #expect(page.contains("Chỉ tiêu chỉ áp dụng cho trợ giúp viên pháp lý."))
        #expect(!page.contains("Chưa có vụ việc nào được tính") && !page.contains("Tính vụ việc tham gia tố tụng"))
    }
}
