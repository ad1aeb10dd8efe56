import Database
import Foundation
import HTTPTypes
import HummingbirdTesting
import Models
import NIOCore
import ServiceKit
import Testing

@testable import Attachments

@Suite struct AccessTests {
    /// An office with one stored paper; its address.
    private func withPaper() async throws -> (Office, String, Data) {
        let office = try await Office.make()
        try await office.assign()
        let client = TusClient(office: office, identity: office.staff)
        let data = paper(2_000)
        let answer = try await client.create(2_000, facts: client.facts(), body: data)
        return (office, "/api/v1/attachments/\(try #require(answer.headers[.uploadAttachment]))", data)
    }

    @Test func thoseOfTheCaseSeeItsPapersAndNobodyElse() async throws {
        let (office, place, _) = try await withPaper()
        let list = "/api/v1/cases/\(office.caseID)/attachments"
        let seeing = [
            office.staff, office.identity(.leader), office.identity(.administrator), office.identity(.branchLeader),
            office.identity(.helper),
            office.identity(.province, province: "08"), office.identity(.ministry),
        ]
        for identity in seeing {
            #expect(try await office.ask(.get, place, by: identity).status == .ok, "\(identity.role)")
            #expect(try await office.ask(.get, list, by: identity).status == .ok, "\(identity.role)")
        }
        let strangers = [
            office.identity(.staff, of: OrganisationID(at: Date())), office.identity(.helper, helper: HelperID(at: Date())),
            office.identity(.province, province: "01"), office.identity(.staff, of: office.branch),
        ]
        for identity in strangers {
            #expect(try await office.ask(.get, place, by: identity).status == .notFound, "\(identity.role)")
            #expect(try await office.ask(.get, list, by: identity).status == .notFound, "\(identity.role)")
            #expect(try await office.ask(.get, "/cases/\(office.caseID)/papers", by: identity).status == .notFound, "\(identity.role)")
        }
        // Who runs the machines has no look into the papers at all.
        #expect(try await office.ask(.get, place, by: office.identity(.system)).status == .forbidden)
        #expect(try await office.ask(.get, place, by: nil).status == .unauthorized)
    }

    @Test func onlyThoseWhoMayWriteUpload() async throws {
        let (office, _, _) = try await withPaper()
        for identity in [office.identity(.province, province: "08"), office.identity(.ministry), office.identity(.system)] {
            let client = TusClient(office: office, identity: identity)
            #expect(try await client.create(10, facts: client.facts()).status == .forbidden, "\(identity.role)")
        }
        let place = try await TusClient(office: office, identity: office.identity(.helper)).begin(100)
        let strange = TusClient(office: office, identity: office.identity(.helper, helper: HelperID(at: Date())))
        #expect(try await strange.head(place).status == .notFound)
        #expect(try await strange.patch(place, 0, paper(10)).status == .notFound)
        #expect(try await office.ask(.delete, place, by: strange.identity, [.tusResumable: "1.0.0"]).status == .notFound)
    }

    @Test func aHelperOfAnotherOrganisationIsLetInByTheAssignment() async throws {
        let office = try await Office.make()
        try await office.assign()
        let lawyer = office.identity(.helper, of: OrganisationID(at: Date()))
        let client = TusClient(office: office, identity: lawyer)
        #expect(try await client.create(500, facts: client.facts(), body: paper(500)).status == .created)
        #expect(try await client.list().count == 1)
        try await office.assign(HelperID(at: Date()), version: 2)
        #expect(try await office.ask(.get, "/api/v1/cases/\(office.caseID)/attachments", by: lawyer).status == .notFound)
    }

    @Test func aCentreReachesTheCasesOfItsBranch() async throws {
        let office = try await Office.make(knowsCase: false)
        try await office.openCase(of: office.branch)
        let client = TusClient(office: office, identity: office.staff)
        #expect(try await client.create(500, facts: client.facts(), body: paper(500)).status == .created)
        #expect(try await client.list().count == 1)
        #expect(try await office.told(AttachmentStored.self).first?.organisation == office.branch)
    }

    @Test func anEndedCaseStillTakesPapers() async throws {
        let office = try await Office.make()
        let message = CaseFinished(
            case: office.caseID, organisation: office.centre, finishedOn: LegalDate(Date()), occurredAt: Date(), recordedAt: Date())
        try await office.handle(CaseFinishedHandler(cases: office.desk.cases), message, version: 5)
        let client = TusClient(office: office, identity: office.staff)
        #expect(try await client.create(500, facts: client.facts(), body: paper(500)).status == .created)
        #expect(try await client.list().count == 1)
    }

    @Test func aLateMessageChangesNothing() async throws {
        let office = try await Office.make()
        try await office.assign(version: 2)
        try await office.assign(HelperID(at: Date()), version: 1)
        let found = try await office.database.transaction(.service) { try await office.desk.cases.find(office.caseID, in: $0) }
        #expect(found?.helper == office.helper)
    }

    @Test func theSameContentLiesOnceInAnOrganisationAndAgainInAnother() async throws {
        let office = try await Office.make()
        let client = TusClient(office: office, identity: office.staff)
        let data = paper(800)
        for _ in 1...2 { #expect(try await client.create(800, facts: client.facts(), body: data).status == .created) }
        let stranger = OrganisationID(at: Date())
        let theirs = CaseID(at: Date())
        try await office.tell(stranger, kind: .centre, parent: nil)
        try await office.openCase(theirs, of: stranger)
        let other = TusClient(office: office, identity: office.identity(.staff, of: stranger))
        #expect(try await other.create(800, facts: other.facts(case: theirs), body: data).status == .created)
        let store = office.papers.appending(path: "store")
        let files = (FileManager.default.enumerator(atPath: store.path)?.allObjects as? [String] ?? []).filter { $0.hasSuffix(hex(data)) }
        #expect(files.count == 2, "\(files)")
        #expect(try await office.told(AttachmentStored.self).count == 3)
    }

    @Test func rowLevelSecurityHidesOtherTenants() async throws {
        let (office, _, _) = try await withPaper()
        for table in ["cases", "uploads", "attachments"] as [SQL] {
            let own = try await office.database.transaction(.organisations([office.centre])) {
                try await $0.value("select count(*) from \(table)", as: Int.self)
            }
            let others = try await office.database.transaction(.organisations([OrganisationID(at: Date())])) {
                try await $0.value("select count(*) from \(table)", as: Int.self)
            }
            let none = try await office.database.transaction(.none) { try await $0.value("select count(*) from \(table)", as: Int.self) }
            #expect(own == 1 && others == 0 && none == 0)
        }
    }
}
