import Foundation
import HTTPTypes
import HummingbirdTesting
import Models
import ServiceKit
import TestKit
import Testing

@testable import Assignment

/// Looks at helpers are on record wherever they are taken.
@Suite struct LookTests {
    @Test(arguments: ["/api/v1/helpers/ID", "/api/v1/helpers/ID/absences", "/helpers/ID", "/helpers/ID/edit"])
    func aLookAtAHelperIsOnRecord(path: String) async throws {
        let test = try await TestHouse.make(.assignment, migrations: App.migrations, keepsDirectory: false, build: App.build)
        let system = Identity(subject: "system", name: "Hệ thống", role: .system, jti: "s")
        let centre = try await made(
            #"{"kind": "centre", "province": "08", "name": "Trung tâm", "code": "TT"}"#, at: "/api/v1/organisations", by: system, test)
        let keeper = Identity(
            subject: "keeper", name: "Hoàng Thị Mỷ", role: .administrator, organisation: OrganisationID(centre), jti: "k")
        let helper = try await made(
            #"{"organisation": "\#(centre)", "kind": "officer", "name": "Lò Văn Páo"}"#, at: "/api/v1/helpers", by: keeper, test)
        let answer = try await test.ask(.get, path.replacing("ID", with: helper), by: keeper)
        #expect(answer.status == .ok, "\(answer.text)")
        #expect(try await test.audited("helper.viewed") == 1)
    }

    private func made(_ body: String, at path: String, by identity: Identity, _ test: TestHouse) async throws -> String {
        let answer = try await test.ask(.post, path, by: identity, body: Data(body.utf8))
        #expect(answer.status == .created, "\(answer.text)")
        return try #require(answer.tree["id"]?.text)
    }
}
