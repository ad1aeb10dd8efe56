import Database
import Foundation
import HTTPTypes
import HummingbirdTesting
import Models
import ServiceKit
import TestKit
import Testing

@testable import Intake

/// Hearings: fixed, changed, over; in calendars of whoever they concern, and of nobody else.
@Suite struct HearingTests {
    private static let soon = #"{"kind": "first_instance", "starts_at": "2031-03-05T08:30:40+07:00", "place": "Tòa án, phòng 2"}"#

    /// A centre whose clock stands in March 2031, with a helper's case.
    private func office() async throws -> (Counter, CaseID, HelperID) {
        let counter = try await Counter.open()
        let start = try #require(Instant.parse("2031-03-01T02:00:00Z"))
        counter.test.clock.pass(start.timeIntervalSince(counter.test.house.clock.now))
        let id = try await counter.accept()
        let helper = HelperID(at: Date())
        try await counter.assign(id, to: helper)
        return (counter, id, helper)
    }

    private func schedule(_ counter: Counter, _ id: CaseID, _ body: String = soon) async throws -> String {
        let made = try await counter.ask(.post, "/api/v1/cases/\(id)/hearings", body, expecting: .created)
        return "/api/v1/cases/\(id)/hearings/" + (made.tree["id"]?.text ?? "")
    }

    @Test func aHearingIsFixedToTheMinuteAndItsChangesAreKept() async throws {
        let (counter, id, _) = try await office()
        let path = try await schedule(counter, id)
        #expect(try await counter.ask(.get, path).tree["starts_at"]?.text == "2031-03-05T01:30:00.000Z")
        let moved = #"{"kind": "first_instance", "starts_at": "2031-03-06T14:00:00+07:00", "place": "Phòng 3"}"#
        try await counter.ask(.patch, path, moved, expecting: .preconditionRequired)
        try await counter.ask(.patch, path, moved, match: 9, expecting: .preconditionFailed)
        try await counter.ask(.patch, path, moved, match: 1)
        let page = try await counter.ask(.get, path.replacing("/api/v1", with: ""))
        #expect(page.text.contains("Phòng 3") && page.text.contains("05/03/2031, 08:30") && page.text.contains("Lịch trước đây"))
    }

    @Test func anOutcomeIsEnteredOnceAndAnAdjournmentFixesTheNext() async throws {
        let (counter, id, _) = try await office()
        let path = try await schedule(counter, id)
        let early = try await counter.ask(
            .post, path + "/outcome", #"{"result": "held", "outcome": "Tuyên án"}"#, match: 1, expecting: .unprocessableContent)
        #expect(early.text.contains("/result"))
        let adjourned = #"{"result": "adjourned", "outcome": "Vắng mặt", "next_at": "2031-03-20T08:00:00+07:00"}"#
        try await counter.ask(.post, path + "/outcome", adjourned, match: 1)
        try await counter.ask(.post, path + "/outcome", adjourned, match: 2, expecting: .conflict)
        let all = try await counter.ask(.get, "/api/v1/cases/\(id)/hearings").tree["items"]?.list ?? []
        #expect(all.map { $0["status"]?.text } == ["adjourned", "scheduled"])
        #expect(all.last?["follows"]?.text == all.first?["id"]?.text)
    }

    @Test func eachChangeIsToldWithoutWhatIsWrittenFreely() async throws {
        let (counter, id, _) = try await office()
        let path = try await schedule(counter, id)
        let moved = #"{"kind": "first_instance", "starts_at": "2031-03-06T14:00:00+07:00", "place": "Nhà bà Nông Thị Mẫu"}"#
        try await counter.ask(.patch, path, moved, match: 1)
        let elsewhere = #"{"kind": "appeal", "starts_at": "2031-03-06T14:00:00+07:00", "place": "Phòng 4"}"#
        try await counter.ask(.patch, path, elsewhere, match: 2)
        let adjourned = #"{"result": "adjourned", "outcome": "Vắng mặt", "next_at": "2031-03-20T08:00:00+07:00"}"#
        try await counter.ask(.post, path + "/outcome", adjourned, match: 3)
        let told = try await counter.test.told(HearingChanged.self)
        #expect(told.map(\.state) == [.scheduled, .scheduled, .scheduled, .adjourned, .scheduled])
        let hours = ["2031-03-05T01:30:00Z", "2031-03-06T07:00:00Z", "2031-03-20T01:00:00Z"].compactMap { Instant.parse($0) }
        #expect(told.map(\.startsAt) == [hours[0], hours[1], hours[1], hours[1], hours[2]])
        #expect(told.map(\.movedFrom) == [nil, hours[0], nil, nil, hours[1]] && told.map(\.next) == [nil, nil, nil, hours[2], nil])
        #expect(told.map(\.kind) == ["first_instance", "first_instance", "appeal", "appeal", "appeal"])
        #expect(Set(told.map(\.hearing)).count == 2)
        let bodies = try await counter.test.house.database.transaction(.service) { transaction in
            try await transaction.rows("select body::text from outbox where name = \(HearingChanged.name)").map {
                try $0.get("body", as: String.self)
            }
        }
        #expect(bodies.count == 5 && !bodies.contains { $0.contains("Nông") || $0.contains("Vắng") })
    }

    @Test func theFormTakesHoursAsPeopleWriteThem() async throws {
        let (counter, id, _) = try await office()
        var form = [
            "kind": "mediation", "place": "Tòa án", "starts_at.date.day": "7", "starts_at.date.month": "3", "starts_at.date.year": "2031",
            "starts_at.time": "25h", "ends_time": "11h",
        ]
        let refused = try await counter.send("/cases/\(id)/hearings", form)
        #expect(refused.status == .unprocessableContent && refused.text.contains("Giờ bắt đầu:"))
        form["starts_at.time"] = "9h05"
        #expect(try await counter.send("/cases/\(id)/hearings", form).status == .seeOther)
        let made = try await counter.ask(.get, "/api/v1/cases/\(id)/hearings").tree["items"]?.list.first
        #expect(made?["starts_at"]?.text == "2031-03-07T02:05:00.000Z" && made?["ends_at"]?.text == "2031-03-07T04:00:00.000Z")
    }

    @Test func whatWasTypedStaysWhereSomebodyChangedTheHearingMeanwhile() async throws {
        let (counter, id, _) = try await office()
        let path = try await schedule(counter, id)
        let page = path.replacing("/api/v1", with: "")
        try await counter.ask(
            .patch, path, #"{"kind": "first_instance", "starts_at": "2031-03-06T14:00:00+07:00", "place": "Phòng 3"}"#, match: 1)
        let stale = try await counter.send(page + "/withdrawal", ["form_key": UUID().text, "version": "1", "reason": "Tòa rút lịch xử"])
        #expect(stale.status == .preconditionFailed && stale.text.contains("Tòa rút lịch xử"), "\(stale.text)")
        #expect(stale.text.contains("Nội dung đã thay đổi trong lúc bạn điền") && stale.text.contains(#"name="version" value="2""#))
    }

    @Test func aCalendarHoldsWhatIsOnesOwn() async throws {
        let (counter, id, helper) = try await office()
        _ = try await schedule(counter, id)
        let path = "/api/v1/calendar?from=2031-03-01&to=2031-03-31"
        for identity in [
            counter.staff, counter.identity(.helper, helper: helper), counter.identity(.province), counter.identity(.ministry),
        ] {
            #expect(try await counter.ask(.get, path, by: identity).tree["items"]?.list.count == 1, "\(identity.role)")
        }
        let other = HelperID(at: Date())
        for identity in [counter.identity(.helper, helper: other), counter.identity(.leader, of: counter.foreign)] {
            #expect(try await counter.ask(.get, path + "&helper=\(helper)", by: identity).tree["items"]?.list.isEmpty == true)
        }
        let page = try await counter.ask(.get, "/calendar?month=2031-03", by: counter.identity(.helper, helper: helper))
        #expect(page.text.contains("Phiên tòa sơ thẩm") && page.text.contains("Tòa án, phòng 2") && !page.text.contains("Nông Thị Mẫu"))
        #expect(try await counter.ask(.get, "/calendar?month=2031-04").text.contains("Tháng này chưa có lịch nào"))
        try await counter.ask(.get, "/api/v1/calendar?from=2031-03-01&to=2035-03-31", expecting: .unprocessableContent)
    }

    @Test func aCalendarIsReadOnByItsCursor() async throws {
        let (counter, id, _) = try await office()
        for _ in 0..<3 { _ = try await schedule(counter, id) }
        var seen: [String] = []
        var after = ""
        repeat {
            let part = try await counter.ask(.get, "/api/v1/calendar?from=2031-03-01&to=2031-03-31&limit=1\(after)").tree
            seen += part["items"]?.list.compactMap { $0["id"]?.text } ?? []
            after = part["next"]?.text.map { "&after=\($0)" } ?? ""
        } while !after.isEmpty
        #expect(seen.count == 3 && Set(seen).count == 3)
    }

    @Test func lateNextStepsStandOnTheCalendar() async throws {
        let (counter, id, helper) = try await office()
        let body = #"{"kind": "hearing", "date": "2031-03-01", "next_step": "Nộp bản bảo vệ", "next_on": "2031-02-25"}"#
        try await counter.ask(.post, "/api/v1/cases/\(id)/progress", body, expecting: .created)
        let page = try await counter.ask(.get, "/calendar", by: counter.identity(.helper, helper: helper))
        #expect(page.text.contains("Bước tiếp theo đã quá hẹn") && page.text.contains("Nộp bản bảo vệ"))
    }
}
