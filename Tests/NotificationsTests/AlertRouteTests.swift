import CoreMetrics
import Database
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Models
import NIOCore
import Pages
import ServiceKit
import Testing

@testable import Notifications

@Suite struct AlertRouteTests {
    @Test func alertsAreShownWithinTheScopeOfWhoAsks() async throws {
        let house = try await HouseOfAlerts()
        try await house.test { client in
            for (identity, count) in [
                (house.leader, 1), (house.strangersLeader, 0), (house.helper(house.rig.helper), 1), (house.helper(HelperID(at: Date())), 0),
                (house.province("08"), 1), (house.province("01"), 0),
            ] {
                let answer = try await client.execute(
                    uri: "/api/v1/alerts", method: .get, headers: try await house.bearer(identity))
                #expect(try house.ids(answer).count == count, "\(identity.role) \(identity.name)")
            }
            let narrowed = try await client.execute(
                uri: "/api/v1/alerts?state=open&case=\(house.case)&organisation=\(house.rig.centre)", method: .get,
                headers: try await house.bearer(house.leader))
            #expect(try house.ids(narrowed).count == 1)
            for path in ["/alerts", "/home/alerts"] {
                _ = try await client.execute(uri: path, method: .get, headers: try await house.bearer(house.leader))
            }
            let wrong = try await client.execute(
                uri: "/api/v1/alerts?state=loud&case=7&limit=0", method: .get, headers: try await house.bearer(house.leader))
            #expect(wrong.status == .unprocessableContent)
            #expect(try await client.execute(uri: "/api/v1/alerts", method: .get).status == .unauthorized)
        }
        // Each look of whoever is shown any names: six lists, the narrowed one, a page and the home page's panel.
        let looks = try await house.rig.database.transaction(.service) {
            try await $0.rows("select actor from audit where action = 'alerts.listed'").count
        }
        #expect(looks == 9)
    }

    @Test func anAlertIsAcknowledgedByItsOwnPeopleOnly() async throws {
        let house = try await HouseOfAlerts()
        try await house.test { client in
            let path = "/api/v1/alerts/\(house.alert)/acknowledgement"
            func post(_ identity: Identity, _ more: HTTPFields = [:]) async throws -> TestResponse {
                var headers = try await house.bearer(identity)
                for field in more { headers.append(field) }
                headers[.contentType] = "application/json"
                return try await client.execute(uri: path, method: .post, headers: headers, body: ByteBuffer(string: "{}"))
            }
            #expect(try await post(house.strangersLeader).status == .notFound)
            #expect(try await post(house.helper(HelperID(at: Date()))).status == .notFound)
            #expect(try await post(house.province("08")).status == .forbidden)
            #expect(try await post(house.leader, [.ifMatch: "\"7\""]).status == .preconditionFailed)
            let first = try await post(house.helper(house.rig.helper))
            #expect(first.status == .ok && first.headers[.eTag] == "\"2\"")
            #expect(try await post(house.leader).status == .ok)
            try await house.rig.hear(house.rig.finished(house.case), house.rig.finishedHandler, version: 2)
            #expect(try await post(house.leader).status == .conflict)
        }
        let seen = try await house.rig.database.transaction(.service) {
            try await $0.rows("select actor from audit where action = 'alert.acknowledged'").count
        }
        #expect(seen == 1)
    }

    @Test func thePanelShowsTheClockAndTheAlerts() async throws {
        let house = try await HouseOfAlerts()
        let moving = try await house.rig.openCase()
        try await house.test { client in
            func get(_ path: String, _ identity: Identity, fragment: Bool = true) async throws -> TestResponse {
                var headers = try await house.bearer(identity)
                if fragment, let name = HTTPField.Name("X-Fragment") { headers[name] = "1" }
                headers[.accept] = "text/html"
                return try await client.execute(uri: path, method: .get, headers: headers)
            }
            let stalled = try await get("/cases/\(house.case)/alerts", house.leader)
            #expect(stalled.status == .ok && stalled.text.contains("/alerts/\(house.alert)/acknowledgement"))
            #expect(!stalled.text.contains("<html"))
            let other = try await get("/cases/\(moving)/alerts", house.leader)
            #expect(other.text.contains("15/04/2026") && !other.text.contains("acknowledgement"))
            let page = try await get("/cases/\(house.case)/alerts", house.leader, fragment: false)
            #expect(page.text.contains("<html"))
            #expect(try await get("/cases/\(house.case)/alerts", house.strangersLeader).status == .notFound)
            #expect(try await get("/cases/\(CaseID(at: Date()))/alerts", house.leader).status == .notFound)
            let list = try await get("/alerts?lang=en", house.leader, fragment: false)
            #expect(list.text.contains("TT.TV.01.2026") && list.text.contains("No progress"))
        }
    }
}

extension TestResponse {
    /// The body as text.
    var text: String { String(buffer: body) }
}
