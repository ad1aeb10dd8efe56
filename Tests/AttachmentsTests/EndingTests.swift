import Database
import Foundation
import HTTPTypes
import HummingbirdTesting
import Models
import NIOCore
import ServiceKit
import Testing

@testable import Attachments

@Suite struct EndingTests {
    @Test func aPaperThatIsNotWhatItsDigestSaidIsRejectedAndTold() async throws {
        let office = try await Office.make()
        let client = TusClient(office: office, identity: office.staff)
        let place = try await client.begin(500, facts: client.facts(sha256: hex(Data("another".utf8))))
        let answer = try await client.patch(place, 0, paper(500))
        #expect(answer.status == .unprocessableContent && answer.text.contains("/sha256"))
        #expect(try await client.list().isEmpty)
        let told = try await office.told(AttachmentRejected.self)
        #expect(told.map(\.reason) == ["digest_mismatch"] && told.first?.case == office.caseID)
        #expect(try await client.head(place).status == .gone)
        #expect(try await office.audited("upload.rejected") == 1)
        #expect(try await office.desk.folder.partsOnDisk().isEmpty)
        let line = try await office.ask(.get, place, by: office.staff)
        #expect(line.tree["state"]?.text == "rejected" && line.tree["reason"]?.text == "digest_mismatch")
    }

    @Test func anUploadLeftAloneExpiresAndIsTold() async throws {
        let office = try await Office.make()
        let client = TusClient(office: office, identity: office.staff)
        let place = try await client.begin(500)
        _ = try await client.patch(place, 0, paper(200))
        office.clock.pass(7 * 86_400 - 60)
        await office.desk.keeper.round()
        #expect(try await client.offset(place) == 200)
        office.clock.pass(120)
        #expect(try await client.head(place).status == .gone)
        await office.desk.keeper.round()
        await office.desk.keeper.round()
        let told = try await office.told(UploadExpired.self)
        #expect(told.map(\.received) == [200] && told.first?.size == 500)
        #expect(try await office.audited("upload.expired") == 1)
        #expect(try await office.desk.folder.partsOnDisk().isEmpty)
        #expect(try await client.patch(place, 200, paper(10)).status == .gone)
    }

    @Test func anUploadForAnUnknownCaseWaitsForIt() async throws {
        let office = try await Office.make(knowsCase: false)
        let client = TusClient(office: office, identity: office.staff)
        let data = paper(500)
        let place = try await client.begin(data.count)
        #expect(try await client.patch(place, 0, data).status == .noContent)
        await office.desk.keeper.round()
        #expect(try await office.told(AttachmentStored.self).isEmpty)
        try await office.openCase()
        await office.desk.keeper.round()
        #expect(try await office.told(AttachmentStored.self).map(\.sha256) == [hex(data)])
        #expect(try await client.list().count == 1)
    }

    @Test func aHelpersUploadWaitsForTheAssignment() async throws {
        let office = try await Office.make(knowsCase: false)
        let client = TusClient(office: office, identity: office.identity(.helper))
        let place = try await client.begin(500)
        _ = try await client.patch(place, 0, paper(500))
        try await office.openCase()
        await office.desk.keeper.round()
        #expect(try await office.told(AttachmentStored.self).isEmpty)
        try await office.assign()
        await office.desk.keeper.round()
        #expect(try await office.told(AttachmentStored.self).count == 1)
    }

    @Test func withoutItsCaseAnUploadIsRejectedWithinTenMinutes() async throws {
        let office = try await Office.make(knowsCase: false)
        let client = TusClient(office: office, identity: office.staff)
        let place = try await client.begin(500)
        _ = try await client.patch(place, 0, paper(500))
        office.clock.pass(500)
        await office.desk.keeper.round()
        #expect(try await office.told(AttachmentRejected.self).isEmpty)
        office.clock.pass(90)
        await office.desk.keeper.round()
        #expect(try await office.told(AttachmentRejected.self).map(\.reason) == ["case_unknown"])
        #expect(try await client.head(place).status == .gone)
    }

    @Test func anotherOrganisationsCaseTakesNothing() async throws {
        let office = try await Office.make(knowsCase: false)
        let client = TusClient(office: office, identity: office.staff)
        let place = try await client.begin(500)
        let stranger = OrganisationID(at: Date())
        try await office.tell(stranger, kind: .centre, parent: nil)
        try await office.openCase(of: stranger)
        #expect(try await office.told(AttachmentRejected.self).map(\.reason) == ["not_permitted"])
        #expect(try await client.head(place).status == .gone)
    }

    @Test func aProcessThatDiesBetweenTheMoveAndTheCommitStoresOnce() async throws {
        let office = try await Office.make(knowsCase: false)
        let client = TusClient(office: office, identity: office.staff)
        let data = paper(700)
        let place = try await client.begin(data.count)
        _ = try await client.patch(place, 0, data)
        try await office.openCase()
        let id = try #require(UploadID(place.split(separator: "/").last ?? ""))
        // What the process had done when it died: the digest entered, the file moved.
        _ = try await office.database.transaction(.service) {
            try await office.desk.uploads.describe(id, sha256: hex(data), contentType: "application/pdf", in: $0)
        }
        try await office.desk.folder.keep(id, organisation: office.centre, sha256: hex(data))
        await office.desk.keeper.round()
        await office.desk.keeper.round()
        #expect(try await office.told(AttachmentStored.self).count == 1)
        #expect(
            try await office.ask(.get, "/api/v1/attachments/\(office.told(AttachmentStored.self)[0].attachment)", by: office.staff).data
                == data)
    }

    @Test func aReceivedFileThatTheDiskLostIsAskedForAgain() async throws {
        let office = try await Office.make(knowsCase: false)
        let client = TusClient(office: office, identity: office.staff)
        let data = paper(700)
        let place = try await client.begin(data.count)
        _ = try await client.patch(place, 0, data)
        try office.spoil(place) { try $0.truncate(atOffset: 300) }
        try await office.openCase()
        await office.desk.keeper.round()
        #expect(try await client.offset(place) == 300)
        #expect(try await client.patch(place, 300, data.dropFirst(300)).status == .noContent)
        #expect(try await office.told(AttachmentStored.self).map(\.sha256) == [hex(data)])
    }

    @Test func keepersOfSeveralCopiesStoreOnce() async throws {
        let office = try await Office.make(knowsCase: false)
        let client = TusClient(office: office, identity: office.staff)
        for seed in 1...5 {
            let place = try await client.begin(500)
            _ = try await client.patch(place, 0, paper(500, seed: seed))
        }
        let other = try UploadDesk(office.house)
        try await office.openCase()
        await withTaskGroup(of: Void.self) { group in
            for keeper in [office.desk.keeper, other.keeper, office.desk.keeper, other.keeper] { group.addTask { await keeper.round() } }
        }
        await office.desk.keeper.round()
        #expect(try await office.told(AttachmentStored.self).count == 5)
        #expect(Set(try await office.told(AttachmentStored.self).map(\.sha256)).count == 5)
    }

    @Test func filesThatNothingNeedsAreClearedAway() async throws {
        let office = try await Office.make()
        let client = TusClient(office: office, identity: office.staff)
        let place = try await client.begin(500)
        _ = try await client.patch(place, 0, paper(100))
        _ = try await office.desk.folder.openPart(UploadID(at: Date()), create: true)
        try await office.desk.keeper.clearFiles()
        #expect(try await office.desk.folder.partsOnDisk().map { "\(Tus.path)/\($0)" } == [place])
    }
}
