import Database
import Foundation
import HTTPTypes
import HummingbirdTesting
import Models
import NIOCore
import ServiceKit
import Testing

@testable import Attachments

/// The papers of a case go with it to another organisation (circular 08/2017, Điều 17.2, 22): each once, whatever comes twice, late or early.
@Suite struct TransferTests {
    private struct Passing {
        let office: Office
        let data: Data
        let original: AttachmentID
        let receiver = OrganisationID(at: Date())
        let request = RequestID(at: Date())
        let target = CaseID(at: Date())

        static func begin() async throws -> Passing {
            let office = try await Office.make()
            let client = TusClient(office: office, identity: office.staff)
            let data = paper(2_000)
            let answer = try await client.create(2_000, facts: client.facts(), body: data)
            let id = try #require(answer.headers[.uploadAttachment].flatMap { AttachmentID($0) })
            return Passing(office: office, data: data, original: id)
        }

        var staff: Identity { office.identity(.staff, of: receiver) }
        var place: String { "/api/v1/requests/\(request)/attachments" }

        func transferred() async throws {
            try await office.handle(
                CaseTransferredHandler(cases: office.desk.cases, transfers: office.desk.transfers),
                CaseTransferred(
                    case: office.caseID, organisation: office.centre, receiver: receiver, receiverProvince: "20", request: request,
                    ground: "outside_territory", transferredOn: LegalDate(Date()), occurredAt: Date(), recordedAt: Date()),
                version: 4)
        }

        func answered(
            _ outcome: TransferOutcome, next: (receiver: OrganisationID, request: RequestID)? = nil, passing: Int = 1,
            at request: RequestID? = nil, by organisation: OrganisationID? = nil
        ) async throws {
            try await office.handle(
                TransferAnsweredHandler(transfers: office.desk.transfers, wake: office.desk.wake),
                TransferAnswered(
                    request: request ?? self.request, organisation: organisation ?? receiver, province: "20", sender: office.centre,
                    origin: office.caseID, passing: passing, outcome: outcome, case: outcome == .registered ? target : nil,
                    code: outcome == .registered ? "TT.TGTT.07.2026" : nil, receiver: next?.receiver,
                    receiverProvince: next == nil ? nil : "25", next: next?.request, answeredOn: LegalDate(Date()), occurredAt: Date(),
                    recordedAt: Date()),
                version: 2)
        }

        func listed(by identity: Identity, at place: String? = nil) async throws -> TestResponse {
            try await office.ask(.get, place ?? self.place, by: identity)
        }

        /// The papers of the case that it became.
        func copies() async throws -> [Attachments.Attachment] {
            try await office.database.transaction(.service) { try await office.desk.attachments.all(of: target, in: $0) }
        }
    }

    @Test func whoDecidesOnTheRequestReadsThePapersAndNobodyElse() async throws {
        let one = try await Passing.begin()
        let office = one.office
        #expect(try await one.listed(by: one.staff).status == .notFound)
        try await one.transferred()
        let seen = try await one.listed(by: one.staff)
        #expect(seen.status == .ok && seen.tree["items"]?.list.first?["filename"]?.text == "Biên bản.pdf", "\(seen.text)")
        let content = try await one.listed(by: one.staff, at: "\(one.place)/\(one.original)")
        #expect(content.status == .ok && content.data == one.data && content.headers[.xContentTypeOptions] == "nosniff")
        let page = try await one.listed(by: one.staff, at: "/requests/\(one.request)/papers")
        #expect(page.status == .ok && page.text.contains("\(one.place)/\(one.original)"), "\(page.text)")
        #expect(try await one.listed(by: office.identity(.province, province: "20")).status == .ok)
        let strangers = [
            office.staff, office.identity(.staff, of: OrganisationID(at: Date())),
            office.identity(.province, province: "08"),
        ]
        for identity in strangers {
            #expect(try await one.listed(by: identity).status == .notFound, "\(identity.role)")
            #expect(try await one.listed(by: identity, at: "\(one.place)/\(one.original)").status == .notFound, "\(identity.role)")
        }
        #expect(try await one.listed(by: office.identity(.helper)).status == .forbidden)
        // The request opens what came with it, not the sender's case, and no other paper.
        #expect(try await one.listed(by: one.staff, at: "/api/v1/attachments/\(one.original)").status == .notFound)
        #expect(try await one.listed(by: one.staff, at: "/api/v1/cases/\(office.caseID)/attachments").status == .notFound)
        #expect(try await one.listed(by: one.staff, at: "\(one.place)/\(AttachmentID(at: Date()))").status == .notFound)
        let looks = try await office.database.transaction(.service) {
            try await $0.value("select count(*) from audit where organisation = \(one.receiver)", as: Int.self)
        }
        // The list by staff, by the province and on the page, and the content.
        #expect(looks == 4)
    }

    @Test func anAcceptedCaseHasEveryPaperOnceAndTheSenderKeepsIts() async throws {
        let one = try await Passing.begin()
        let office = one.office
        // The answer comes first, and both come twice.
        for _ in 0..<2 {
            try await one.answered(.registered)
            try await one.transferred()
            await office.desk.keeper.round()
        }
        try await office.openCase(one.target, of: one.receiver)
        let copies = try await one.copies()
        let copy = try #require(copies.first)
        #expect(copies.count == 1 && copy.organisation == one.receiver && copy.copyOf == one.original)
        #expect(try await office.told(AttachmentStored.self).map(\.case) == [office.caseID, one.target])
        #expect(try await office.audited("attachment.passed-on") == 2)
        let answer = try await office.ask(.get, "/api/v1/attachments/\(copy.id)", by: one.staff)
        #expect(answer.data == one.data && answer.status == .ok)
        #expect(try await office.ask(.get, "/api/v1/attachments/\(copy.id)", by: office.staff).status == .notFound)
        let list = try await office.ask(.get, "/api/v1/cases/\(one.target)/attachments", by: one.staff).tree
        #expect(list["items"]?.list.first?["passed_from"]?.text == "TT.TGTT.01.2026")
        #expect(try await office.ask(.get, "/api/v1/attachments/\(one.original)", by: office.staff).data == one.data)
        // Each keeps a file of its own: the receiver's stays where the sender's goes.
        let file = office.desk.folder.storedPath(organisation: office.centre, sha256: copy.sha256)
        try FileManager.default.removeItem(atPath: file)
        #expect(try await office.ask(.get, "/api/v1/attachments/\(copy.id)", by: one.staff).data == one.data)
    }

    @Test func aDeathBetweenTheFileAndItsRowLosesAndDoublesNothing() async throws {
        let one = try await Passing.begin()
        let office = one.office
        let sha256 = hex(one.data)
        try await one.transferred()
        try await one.answered(.registered)
        try await office.desk.folder.share(sha256, of: office.centre, with: one.receiver)
        for _ in 0..<2 { await office.desk.keeper.round() }
        #expect(try await one.copies().map(\.sha256) == [sha256])
        #expect(try await office.told(AttachmentStored.self).count == 2)
    }

    @Test func aPaperThatComesAfterTheCaseWasPassedOnGoesAlong() async throws {
        let one = try await Passing.begin()
        let office = one.office
        try await one.transferred()
        try await one.answered(.registered)
        await office.desk.keeper.round()
        let client = TusClient(office: office, identity: office.staff)
        #expect(try await client.create(900, facts: client.facts(filename: "Bản án.pdf"), body: paper(900, seed: 2)).status == .created)
        await office.desk.keeper.round()
        #expect(try await one.copies().map(\.filename) == ["Biên bản.pdf", "Bản án.pdf"])
    }

    @Test func aLatePaperGoesOnFromACaseThatWasPassedOnItself() async throws {
        let one = try await Passing.begin()
        let office = one.office
        try await one.transferred()
        try await one.answered(.registered)
        try await office.openCase(one.target, of: one.receiver)
        // Whoever got it passes it on too, as a case of their own, before the first paper has come to them.
        let (last, request, third) = (CaseID(at: Date()), RequestID(at: Date()), OrganisationID(at: Date()))
        try await office.handle(
            TransferAnsweredHandler(transfers: office.desk.transfers, wake: office.desk.wake),
            TransferAnswered(
                request: request, organisation: third, province: "25", sender: one.receiver, origin: one.target, passing: 1,
                outcome: .registered, case: last, code: "TT.TGTT.09.2026", answeredOn: LegalDate(Date()), occurredAt: Date(),
                recordedAt: Date()),
            version: 2)
        for _ in 0..<2 { await office.desk.keeper.round() }
        let client = TusClient(office: office, identity: office.staff)
        #expect(try await client.create(900, facts: client.facts(filename: "Bản án.pdf"), body: paper(900, seed: 2)).status == .created)
        for _ in 0..<3 { await office.desk.keeper.round() }
        let there = try await office.database.transaction(.service) { try await office.desk.attachments.all(of: last, in: $0) }
        #expect(there.map(\.filename) == ["Biên bản.pdf", "Bản án.pdf"] && there.allSatisfy { $0.organisation == third })
    }

    @Test func whatIsPassedOnAgainIsReadByTheNextAlone() async throws {
        let one = try await Passing.begin()
        let office = one.office
        let next = (receiver: OrganisationID(at: Date()), request: RequestID(at: Date()))
        try await one.transferred()
        try await one.answered(.passedOn, next: next)
        // What is told of an earlier step comes late.
        try await one.transferred()
        #expect(try await one.listed(by: one.staff).status == .notFound)
        let staff = office.identity(.staff, of: next.receiver)
        #expect(try await one.listed(by: staff, at: "/api/v1/requests/\(next.request)/attachments").status == .ok)
        try await one.answered(.refused, passing: 2, at: next.request, by: next.receiver)
        await office.desk.keeper.round()
        #expect(try await one.copies().isEmpty)
        // Whoever refused keeps what the refusal rests on.
        #expect(try await one.listed(by: staff, at: "/api/v1/requests/\(next.request)/attachments").status == .ok)
    }
}

extension JSONValue {
    fileprivate var list: [JSONValue] { if case .array(let elements) = self { elements } else { [] } }
}
