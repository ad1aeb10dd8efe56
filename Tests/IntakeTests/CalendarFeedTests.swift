import Database
import Foundation
import HTTPTypes
import HummingbirdTesting
import Models
import ServiceKit
import TestKit
import Testing

@testable import Intake

/// The secret address of a helper's calendar (RFC 5545).
@Suite struct CalendarFeedTests {
    @Test func linesAreFoldedAndTextIsEscaped() {
        var file = ICalendar()
        file.line("LOCATION", text: "Tòa án; phòng 2, \\ tầng 3\nsân sau " + String(repeating: "ệ", count: 60))
        let lines = file.text.components(separatedBy: "\r\n")
        #expect(
            lines.allSatisfy { $0.utf8.count <= 75 } && lines.count > 2 && lines.dropFirst().dropLast().allSatisfy { $0.hasPrefix(" ") })
        let unfolded = file.text.replacing("\r\n ", with: "")
        #expect(unfolded.hasPrefix(#"LOCATION:Tòa án\; phòng 2\, \\ tầng 3\nsân sau ệệ"#))
    }

    @Test func theFileHasWhatAHelperNeedsAndNamesNoClient() async throws {
        let (counter, id, helper) = try await office()
        let path = try await schedule(counter, id)
        let address = try await counter.make(helper)
        let first = try await counter.file(address)
        #expect(first.headers[.contentType] == "text/calendar; charset=utf-8")
        let text = first.text.replacing("\r\n ", with: "")
        let code = try #require(try await counter.ask(.get, path).tree["code"]?.text)
        for line in [
            "BEGIN:VCALENDAR", "VERSION:2.0", "DTSTART:20310305T013000Z", "SEQUENCE:0", "STATUS:CONFIRMED", #"LOCATION:Tòa án\, phòng 2"#,
        ] {
            #expect(text.contains(line + "\r\n"), "\(line)")
        }
        #expect(text.contains("SUMMARY:Phiên tòa sơ thẩm – \(code)\r\n") && !text.contains("Nông") && !text.contains("Ghi chú kín"))

        let tag = try #require(first.headers[.eTag])
        #expect(try await counter.file(address, tag).status == .notModified)
        try await counter.ask(
            .patch, path, #"{"kind": "first_instance", "starts_at": "2031-03-06T14:00:00+07:00", "place": "Phòng 3"}"#, match: 1)
        let second = try await counter.file(address, tag)
        #expect(second.status == .ok && second.text.contains("SEQUENCE:1\r\n") && second.text.contains("DTSTART:20310306T070000Z\r\n"))
        #expect(Self.identifier(second.text) == Self.identifier(first.text))
        try await counter.ask(.post, path + "/withdrawal", #"{"reason": "Tòa rút"}"#, match: 2)
        let third = try await counter.file(address)
        #expect(third.text.contains("STATUS:CANCELLED\r\n") && third.text.contains("SEQUENCE:2\r\n"))
    }

    @Test func onlyTheAddressInUseOpens() async throws {
        let (counter, id, helper) = try await office()
        _ = try await schedule(counter, id)
        let old = try await counter.make(helper)
        let new = try await counter.make(helper)
        #expect(try await counter.file(old).status == .notFound)
        #expect(try await counter.file(new).status == .ok)
        for address in ["/calendar/feed.ics", "/calendar/feed.ics?key=", "/calendar/feed.ics?key=" + String(repeating: "0", count: 64)] {
            #expect(try await counter.test.ask(.get, address, by: nil).status == .notFound)
        }
        try await counter.ask(
            .delete, "/api/v1/calendar/feed?helper=\(helper)", by: counter.identity(.leader, of: counter.foreign), expecting: .noContent)
        #expect(try await counter.file(new).status == .ok)
        try await counter.ask(.delete, "/api/v1/calendar/feed?helper=\(helper)", by: counter.identity(.leader), expecting: .noContent)
        #expect(try await counter.file(new).status == .notFound)
        #expect(try await counter.test.audited("calendar.feed-revoked") == 1)
    }

    @Test func whatAProgramFetchesIsOnRecordOnceAnHour() async throws {
        let (counter, id, helper) = try await office()
        _ = try await schedule(counter, id)
        let address = try await counter.make(helper)
        for _ in 0..<3 { #expect(try await counter.file(address).status == .ok) }
        #expect(try await counter.test.audited("calendar.feed-read") == 1)
        counter.test.clock.pass(3_601)
        #expect(try await counter.file(address).status == .ok)
        #expect(try await counter.test.audited("calendar.feed-read") == 2)
        let line = try await counter.test.house.database.transaction(.service) {
            try await $0.value("select audit::text from audit where action = 'calendar.feed-read' limit 1", as: String.self) ?? ""
        }
        let key = try #require(address.split(separator: "=").last)
        #expect(line.contains(helper.description.lowercased()) && !line.contains(key))
    }

    @Test func theSecretIsNotKept() async throws {
        let (counter, _, helper) = try await office()
        let key = try #require(try await counter.make(helper).split(separator: "=").last)
        let kept = try await counter.test.house.database.transaction(.service) { transaction in
            try await transaction.value("select calendar_feeds::text from calendar_feeds", as: String.self) ?? ""
        }
        #expect(!kept.isEmpty && !kept.contains(key))
    }

    @Test func aCaseThatIsAnothersNowLeavesTheCalendar() async throws {
        let (counter, id, helper) = try await office()
        _ = try await schedule(counter, id)
        let address = try await counter.make(helper)
        try await counter.assign(id, to: HelperID(at: Date()), version: 2)
        #expect(try await counter.file(address).text.contains("BEGIN:VEVENT") == false)
    }

    @Test func aClosedAccountEndsTheAddress() async throws {
        let (counter, _, helper) = try await office()
        let address = try await counter.make(helper)
        try await counter.test.hear(
            AccountChanged(
                account: AccountID(at: Date()), role: .helper, organisation: counter.centre, helper: helper, active: false,
                occurredAt: Date(), recordedAt: Date()))
        #expect(try await counter.file(address).status == .notFound)
    }

    private func office() async throws -> (Counter, CaseID, HelperID) {
        let counter = try await Counter.open()
        let start = try #require(Instant.parse("2031-03-01T02:00:00Z"))
        counter.test.clock.pass(start.timeIntervalSince(counter.test.house.clock.now))
        let id = try await counter.accept()
        let helper = HelperID(at: Date())
        try await counter.assign(id, to: helper)
        return (counter, id, helper)
    }

    private func schedule(_ counter: Counter, _ id: CaseID) async throws -> String {
        let body =
            #"{"kind": "first_instance", "starts_at": "2031-03-05T08:30:00+07:00", "place": "Tòa án, phòng 2", "note": "Ghi chú kín"}"#
        let made = try await counter.ask(.post, "/api/v1/cases/\(id)/hearings", body, expecting: .created)
        return "/api/v1/cases/\(id)/hearings/" + (made.tree["id"]?.text ?? "")
    }

    private static func identifier(_ text: String) -> String? {
        text.components(separatedBy: "\r\n").first { $0.hasPrefix("UID:") }
    }
}

extension Counter {
    /// Makes a helper's address; gives its path.
    fileprivate func make(_ helper: HelperID) async throws -> String {
        let made = try await ask(.post, "/api/v1/calendar/feed", by: identity(.helper, helper: helper), expecting: .created)
        let address = try #require(made.tree["address"]?.text)
        return String(address.dropFirst(test.house.configuration.publicURL.count))
    }

    /// What a calendar program gets, which has no token.
    fileprivate func file(_ address: String, _ tag: String? = nil) async throws -> TestResponse {
        var headers: HTTPFields = [:]
        headers[.ifNoneMatch] = tag
        return try await test.ask(.get, address, by: nil, headers)
    }
}
