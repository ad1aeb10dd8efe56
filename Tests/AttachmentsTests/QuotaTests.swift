import Foundation
import HTTPTypes
import HummingbirdTesting
import Models
import ServiceKit
import Testing

@testable import Attachments

/// How much one organisation, and one person, may take of what is for all.
@Suite struct QuotaTests {
    @Test func anOrganisationsSpaceIsUsedUpByWhatIsStoredAndAnnounced() async throws {
        let office = try await Office.make(limits: ["CAUNOI_UPLOADS_ORGANISATION_BYTES": "1000"])
        let client = TusClient(office: office, identity: office.staff)
        let first = try await client.begin(600)
        let full = try await client.create(500, facts: client.facts())
        #expect(full.status == .conflict && full.text.contains("space-used-up"), "\(full.text)")
        #expect(try await client.create(400, facts: client.facts()).status == .created)
        #expect(try await client.create(1, facts: client.facts()).status == .conflict)
        // What is given up takes no space.
        _ = try await office.ask(.delete, first, by: office.staff, [.tusResumable: "1.0.0"])
        #expect(try await client.create(600, facts: client.facts()).status == .created)
    }

    @Test func onePersonHasSoManyUploadsUnderWay() async throws {
        let office = try await Office.make(limits: ["CAUNOI_UPLOADS_OPEN_PER_PERSON": "2"])
        let client = TusClient(office: office, identity: office.staff)
        let first = try await client.begin(10)
        _ = try await client.begin(10)
        let third = try await client.create(10, facts: client.facts())
        #expect(third.status == .conflict && third.text.contains("too-many-uploads"))
        _ = try await client.patch(first, 0, Data("0123456789".utf8))
        #expect(try await client.create(10, facts: client.facts()).status == .created)
    }

    /// Both want the last of the space.
    @Test func twoSideBySideDoNotTakeTheSameSpace() async throws {
        let office = try await Office.make(limits: ["CAUNOI_UPLOADS_ORGANISATION_BYTES": "1000"])
        let client = TusClient(office: office, identity: office.staff)
        let codes = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<6 { group.addTask { try await client.create(600, facts: client.facts()).status.code } }
            return try await group.reduce(into: [Int]()) { $0.append($1) }
        }
        #expect(codes.filter { $0 == 201 }.count == 1 && codes.filter { $0 == 409 }.count == 5, "\(codes)")
    }
}
