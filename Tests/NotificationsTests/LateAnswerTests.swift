import Database
import Directory
import Foundation
import HTTPTypes
import HummingbirdTesting
import Models
import NIOCore
import ServiceKit
import Testing

@testable import Notifications

/// Circular 12/2018, Điều 9.1: a client who asks for another helper is answered within three working days. 2 March 2026 is a Monday: by Thursday 5 March.
@Suite struct LateAnswerTests {
    private func office() async throws -> (Rig, CaseID, HelperChangeID) {
        let rig = try await Rig()
        let id = try await rig.openCase()
        let change = HelperChangeID(at: Date())
        try await rig.hear(rig.change(change, of: id), rig.changeHandler)
        return (rig, id, change)
    }

    private func look(_ rig: Rig, _ date: String, _ hour: Double = 8) async throws {
        rig.clock.move(to: date, hour: hour)
        while try await rig.answerWatch.look() > 0 {}
    }

    private func mails(_ rig: Rig) async throws -> [String] { try await rig.mails().filter { $0.hasPrefix("change-late") } }

    @Test func circular12_2018_article9_1_theOrganisationIsToldOnceWhenTheAnswerIsLate() async throws {
        let (rig, id, _) = try await office()
        try await look(rig, "2026-03-05", 23)
        #expect(try await rig.states(of: id) == [])
        try await look(rig, "2026-03-06", 0)
        try await look(rig, "2026-03-09")
        let alerts = try await rig.alerts(of: id)
        #expect(alerts.map(\.kind) == [.changeLate] && alerts.first?.dueOn == LegalDate("2026-03-05"))
        #expect(try await mails(rig) == ["change-late → organisation"])
        let body = try await rig.database.transaction(.service) {
            try await $0.value("select body from emails where kind = 'change-late'", as: String.self)
        }
        #expect(body?.contains("Hạn trả lời là ngày 05/03/2026") == true && body?.contains("TT.TV.01.2026") == true)
        #expect(try await rig.told(CaseStalled.name) == [])
    }

    @Test func theAlertIsClosedWhenTheClientIsAnswered() async throws {
        let (rig, id, change) = try await office()
        try await look(rig, "2026-03-06")
        try await rig.hear(rig.change(change, of: id, answered: true), rig.changeHandler, version: 2)
        let alert = try #require(try await rig.alerts(of: id).first)
        #expect(alert.state == .closed && alert.closedBecause == .answered)
        #expect(try await rig.told(CaseMoving.name) == [])
        try await look(rig, "2026-03-20")
        #expect(try await rig.states(of: id) == ["closed"])
    }

    /// Another service tells of organisations, and may do so late: the alert waits for whom it is to reach.
    @Test func theMailIsWrittenOnceTheOrganisationIsKnown() async throws {
        let (rig, id, _) = try await office()
        _ = try await rig.database.execute(.service, "delete from organisations where id = \(rig.centre)")
        try await look(rig, "2026-03-06")
        #expect(try await mails(rig) == [])
        try await rig.hear(rig.organisation(rig.centre, code: "TT"), OrganisationChangedHandler(rig.directory))
        try await look(rig, "2026-03-06", 9)
        #expect(try await mails(rig) == ["change-late → organisation"])
        #expect(try await rig.states(of: id) == ["open"])
    }

    @Test func whoeverIsAnsweredInTimeIsNotAlertedOf() async throws {
        let (rig, id, change) = try await office()
        try await rig.hear(rig.change(change, of: id, answered: true), rig.changeHandler, version: 2)
        // Heard again, and late.
        try await rig.hear(rig.change(change, of: id), rig.changeHandler)
        try await look(rig, "2026-03-09")
        #expect(try await rig.states(of: id) == [])
        #expect(try await mails(rig) == [])
    }

    @Test func aCaseThatRestsOwesTheAnswerAndOneThatHasEndedDoesNot() async throws {
        let (rig, resting, _) = try await office()
        let (over, overLater) = (try await rig.openCase(), try await rig.openCase())
        for id in [over, overLater] { try await rig.hear(rig.change(HelperChangeID(at: Date()), of: id), rig.changeHandler) }
        try await rig.hear(rig.suspended(resting), rig.suspendedHandler, version: 2)
        try await rig.hear(rig.finished(over), rig.finishedHandler, version: 2)
        try await look(rig, "2026-03-06")
        #expect(try await rig.states(of: resting) == ["open"])
        #expect(try await rig.states(of: over) == [])
        try await rig.hear(rig.finished(overLater), rig.finishedHandler, version: 2)
        #expect(try await rig.alerts(of: overLater).first?.closedBecause == .ended)
        // Worked on again, its client is owed the answer again; the organisation was written to once.
        for id in [over, overLater] { try await rig.hear(rig.reopened(id), rig.reopenedHandler, version: 3) }
        try await look(rig, "2026-03-09")
        #expect(try await rig.states(of: over) == ["open"])
        #expect(try await rig.states(of: overLater) == ["closed", "open"])
        #expect(try await mails(rig).count == 3)
    }

    @Test func itIsRaisedOnceHoweverManyLookAtTheSameTime() async throws {
        let (rig, _, _) = try await office()
        for _ in 1...20 { try await rig.hear(rig.change(HelperChangeID(at: Date()), of: try await rig.openCase()), rig.changeHandler) }
        rig.clock.move(to: "2026-03-06")
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<6 { group.addTask { while try await rig.answerWatch.look() > 0 {} } }
            try await group.waitForAll()
        }
        try await look(rig, "2026-03-06")
        #expect(try await mails(rig).count == 21)
    }

    @Test func theNextRequestOfACaseWaitsUntilTheAnswerToTheOneBeforeIsHeard() async throws {
        let (rig, id, change) = try await office()
        try await look(rig, "2026-03-06")
        let next = HelperChangeID(at: Date())
        try await rig.hear(rig.change(next, of: id), rig.changeHandler)
        try await look(rig, "2026-03-06", 9)
        try await rig.hear(rig.change(change, of: id, answered: true), rig.changeHandler, version: 2)
        try await look(rig, "2026-03-06", 10)
        #expect(try await rig.states(of: id) == ["closed", "open"])
    }

    /// The helper does not learn why, nor keeps the organisation from it (decision 0064).
    @Test func theHelperOfTheCaseIsNotShownIt() async throws {
        let house = try await HouseOfAlerts()
        try await house.rig.hear(house.rig.change(HelperChangeID(at: Date()), of: house.case), house.rig.changeHandler)
        while try await house.rig.answerWatch.look() > 0 {}
        let (rig, id) = (house.rig, house.case)
        let late = try #require(try await rig.database.transaction(.service) { try await rig.alerts.raised(.changeLate, for: id, in: $0) })
        try await house.test { client in
            func ask(_ path: String, _ identity: Identity, _ method: HTTPRequest.Method = .get) async throws -> TestResponse {
                var headers = try await house.bearer(identity)
                headers[.contentType] = "application/json"
                return try await client.execute(
                    uri: path, method: method, headers: headers, body: ByteBuffer(string: method == .post ? "{}" : ""))
            }
            let helper = house.helper(rig.helper)
            // Raised in one millisecond, they have no order.
            #expect(Set(try house.ids(try await ask("/api/v1/alerts", house.leader))) == [late.description, house.alert.description])
            #expect(try house.ids(try await ask("/api/v1/alerts", helper)) == [house.alert.description])
            let panel = try await ask("/cases/\(id)/alerts", house.leader).text
            #expect(panel.contains("Chưa trả lời đề nghị thay đổi người thực hiện") && panel.contains("05/03/2026"))
            #expect(panel.contains("/alerts/\(late)/acknowledgement") && panel.contains("/alerts/\(house.alert)/acknowledgement"))
            #expect(try await !ask("/cases/\(id)/alerts", helper).text.contains("Chưa trả lời đề nghị"))
            #expect(try await ask("/api/v1/alerts/\(late)/acknowledgement", helper, .post).status == .notFound)
            #expect(try await ask("/api/v1/alerts/\(late)/acknowledgement", house.leader, .post).status == .ok)
        }
    }
}
