import Foundation
import HTTPTypes
import HummingbirdTesting
import Models
import Rules
import ServiceKit
import TestKit
import Testing

@testable import Intake

/// A centre's counter: Intake on its own database, with a centre, its branch and a foreign centre known to it.
struct Counter: Sendable {
    let test: TestHouse
    let centre = OrganisationID(at: Date())
    let branch = OrganisationID(at: Date())
    let foreign = OrganisationID(at: Date())

    static func open() async throws -> Counter {
        let migrations = App.migrations
        let counter = Counter(test: try await TestHouse.make(.intake, migrations: migrations, build: App.build))
        try await counter.introduce(counter.centre, .centre, "08", "TT")
        try await counter.introduce(counter.branch, .branch, "08", "CN1", parent: counter.centre)
        try await counter.introduce(counter.foreign, .centre, "91", "TT")
        return counter
    }

    func identity(_ role: Role, of organisation: OrganisationID? = nil, helper: HelperID? = nil) -> Identity {
        Identity(
            subject: "account-\(role.rawValue)", name: "Người thử (mẫu)", role: role, organisation: organisation ?? centre,
            province: role == .province ? "08" : nil, helper: helper, jti: UUID().uuidString)
    }

    var staff: Identity { identity(.staff) }

    /// A sound request; `changes` replaces top-level members.
    func request(_ changes: [String: Any] = [:], client: [String: Any] = [:]) throws -> Data {
        var body: [String: Any] = [
            "centre": centre.description, "channel": "in_person", "categories": ["poor_household"], "form": "litigation", "field": "civil",
            "summary": "Tranh chấp ranh giới đất (mẫu)", "decision": "accept",
            "client": ["name": "Nông Thị Mẫu", "birth": "1980-05-06", "gender": "female", "ethnicity": "Tày"].merging(client) { $1 },
        ]
        for (key, value) in changes { body[key] = value }
        return try JSONSerialization.data(withJSONObject: body.filter { !($0.value is NSNull) })
    }

    func post(_ body: Data, by identity: Identity? = nil, _ headers: HTTPFields = [:]) async throws -> TestResponse {
        try await test.ask(.post, "/api/v1/requests", by: identity ?? staff, headers, body: body)
    }

    /// Posts a sound request that nobody decides on yet, and returns its id.
    func receive(_ changes: [String: Any] = [:], client: [String: Any] = [:]) async throws -> String {
        let answer = try await post(try request(changes.merging(["decision": NSNull()]) { $1 }, client: client))
        #expect(answer.status == .created, "\(answer.text)")
        return try #require(answer.tree["id"]?.text, "\(answer.text)")
    }

    /// Posts a sound request and returns the case that was opened.
    func accept(_ changes: [String: Any] = [:], client: [String: Any] = [:], by identity: Identity? = nil) async throws -> CaseID {
        let answer = try await post(try request(changes, client: client), by: identity)
        #expect(answer.status == .created, "\(answer.text)")
        return try #require(answer.tree["case"]?["id"]?.text.flatMap { CaseID($0) })
    }

    private func introduce(
        _ id: OrganisationID, _ kind: OrganisationKind, _ province: String, _ code: String, parent: OrganisationID? = nil
    ) async throws {
        try await test.hear(
            OrganisationChanged(
                organisation: id, kind: kind, parent: parent, province: province, title: "\(code) (mẫu)", code: code, email: nil,
                active: true,
                occurredAt: Date(), recordedAt: Date()))
    }
}
