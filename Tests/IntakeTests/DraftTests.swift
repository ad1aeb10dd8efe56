import Database
import Foundation
import HTTPTypes
import HummingbirdTesting
import Models
import ServiceKit
import TestKit
import Testing

@testable import Intake

/// What was begun is not lost: not with the browser, not with the line.
@Suite struct DraftTests {
    @Test func aDraftOfStaffIsSavedOverItselfResumedFromTheListAndGoneOnceItIsSent() async throws {
        let counter = try await Counter.open()
        let key = UUID().text
        // The script saves what is there, be it wrong.
        let early = ["form_key": key, "client.name": "Nông Thị Dở", "client.birth.day": "31", "categories": "child"]
        let saved = try await counter.send(early, to: "/requests/drafts", by: counter.staff, script: true)
        #expect(saved.status == .ok && saved.text.hasPrefix("Đã lưu bản nháp"), "\(saved.text)")
        let again = try await counter.send(
            counter.fields(["client.name": "Nông Thị Dở"], key: key), to: "/requests/drafts", by: counter.staff)
        #expect(again.status == .seeOther && again.headers[.location]?.hasPrefix("/requests/drafts?") == true)
        #expect(try await counter.drafts() == 1)
        let list = try await counter.test.ask(.get, "/requests/drafts", by: counter.staff)
        #expect(list.text.contains("Nông Thị Dở"))
        let place = try #require(list.text.firstMatch(of: /\/requests\/new\?draft=[0-9a-f-]+/).map { String($0.0) })
        let resumed = try await counter.test.ask(.get, place, by: counter.staff)
        #expect(resumed.status == .ok)
        #expect(resumed.text.contains("value=\"Nông Thị Dở\"") && resumed.text.contains("value=\"\(key)\""))
        #expect(resumed.text.contains("Tranh chấp (mẫu)</textarea>"))
        let sent = try await counter.send(counter.fields(["client.name": "Nông Thị Dở"], key: key), by: counter.staff)
        #expect(sent.status == .seeOther, "\(sent.text)")
        #expect(try await counter.drafts() == 0)
        #expect(try await counter.requests() == 1)
    }

    @Test func whatNobodySendsIsForgottenThoughNobodyComesBack() async throws {
        let counter = try await Counter.open()
        for who in [counter.staff, nil] {
            _ = try await counter.send(counter.fields(["client.name": "Người Kín Đáo"]), to: "/requests/drafts", by: who)
        }
        #expect(try await counter.sweep() == 0)
        _ = try await counter.test.house.database.transaction(.service) {
            try await $0.execute("update request_drafts set expires_at = now() - interval '1 year'")
        }
        #expect(try await counter.sweep() == 2)
        #expect(try await counter.drafts() == 0)
    }

    @Test func nobodyElseSeesADraftNotEvenAColleague() async throws {
        let counter = try await Counter.open()
        _ = try await counter.send(counter.fields(["client.name": "Người Kín Đáo"]), to: "/requests/drafts", by: counter.staff)
        let id = try await counter.test.house.database.transaction(.service) {
            try await $0.value("select id from request_drafts", as: UUID.self)
        }
        let draft = try #require(id).text
        for other in [counter.identity(.leader), counter.identity(.staff, of: counter.foreign)] {
            // Another account of the centre, and the same name of account elsewhere.
            let list = try await counter.test.ask(.get, "/requests/drafts", by: other)
            #expect(list.status == .ok && !list.text.contains("Người Kín Đáo"))
            #expect(try await counter.test.ask(.get, "/requests/new?draft=\(draft)", by: other).status == .notFound)
            #expect(try await counter.send([:], to: "/requests/drafts/\(draft)/removal", by: other).status == .notFound)
        }
        #expect(try await counter.test.ask(.get, "/requests/new?draft=\(draft)", by: nil).status != .ok)
        #expect(try await counter.send([:], to: "/requests/drafts/\(draft)/removal", by: counter.staff).status == .seeOther)
        #expect(try await counter.drafts() == 0)
    }

    @Test func thePublicFindsADraftAgainByItsCodeOfWhichOnlyTheDigestIsKept() async throws {
        let counter = try await Counter.open()
        let saved = try await counter.send(counter.fields(["client.name": "Lý Thị Xa"]), to: "/requests/drafts", by: nil)
        let code = try #require(saved.code(groups: 5), "\(saved.text)")
        #expect(saved.headers[.cacheControl]?.contains("no-store") == true)
        let kept = try await counter.test.house.database.transaction(.service) {
            try await $0.rows("select to_jsonb(request_drafts)::text as kept from request_drafts").map {
                try $0.get("kept", as: String.self)
            }
        }
        #expect(kept.count == 1 && !kept[0].contains(code) && !kept[0].contains(code.replacing("-", with: "")))
        // As it is typed off a slip of paper.
        let typed = code.lowercased().replacing("-", with: " ")
        let resumed = try await counter.send(["code": typed], to: "/requests/resume", by: nil)
        #expect(resumed.status == .ok && resumed.text.contains("value=\"Lý Thị Xa\"") && resumed.text.contains("value=\"\(code)\""))
        // Saved again it is the same draft, under the same code.
        let again = try await counter.send(
            counter.fields(["client.name": "Lý Thị Xa Hơn", "draft_code": code]), to: "/requests/drafts", by: nil)
        #expect(again.status == .ok && again.code(groups: 5) == code)
        #expect(try await counter.drafts() == 1)
        // Sent, it is done with.
        let sent = try await counter.send(counter.fields(["draft_code": code]), by: nil)
        #expect(sent.status == .created, "\(sent.text)")
        #expect(try await counter.drafts() == 0)
        #expect(try await counter.send(["code": code], to: "/requests/resume", by: nil).status == .unprocessableContent)
    }

    @Test func theScriptBeginsADraftOfThePublicWithTheFirstLetterAndHasItsCode() async throws {
        let counter = try await Counter.open()
        let form = try await counter.test.ask(.get, "/requests/new", by: nil).text
        #expect(form.contains("data-save=\"/requests/drafts\"") && form.contains("data-draft-begun hidden"))
        let begun = try await counter.send(["client.name": "L"], to: "/requests/drafts", by: nil, script: true)
        let name = try #require(HTTPField.Name("X-Draft-Code"))
        let code = try #require(begun.headers[name], "\(begun.text)")
        #expect(begun.headers[.cacheControl]?.contains("no-store") == true)
        let more = try await counter.send(
            ["client.name": "Lý Thị Xa", "draft_code": code], to: "/requests/drafts", by: nil, script: true)
        #expect(more.headers[name] == code)
        #expect(try await counter.drafts() == 1)
        // Whoever goes on elsewhere sees under which code it is saved.
        let resumed = try await counter.send(["code": code], to: "/requests/resume", by: nil).text
        #expect(resumed.contains("value=\"Lý Thị Xa\"") && resumed.contains("data-draft-code>\(code)<"))
        // Of staff no code is needed.
        let staff = try await counter.send(counter.fields(), to: "/requests/drafts", by: counter.staff, script: true)
        #expect(staff.headers[name] == nil)
    }

    @Test func aDraftEndsAfterItsTimeAndGuessingIsSlowedDown() async throws {
        let counter = try await Counter.open()
        let saved = try await counter.send(counter.fields(), to: "/requests/drafts", by: nil)
        let code = try #require(saved.code(groups: 5))
        counter.test.clock.pass(29 * 86_400)
        #expect(try await counter.send(["code": code], to: "/requests/resume", by: nil).status == .ok)
        counter.test.clock.pass(2 * 86_400)
        #expect(try await counter.send(["code": code], to: "/requests/resume", by: nil).status == .unprocessableContent)
        // Whoever still has the form open is told, rather than left believing.
        #expect(
            try await counter.send(counter.fields(["draft_code": code]), to: "/requests/drafts", by: nil, script: true).status == .notFound)
        _ = try await counter.send(counter.fields(), to: "/requests/drafts", by: counter.staff)
        _ = try await counter.sweep()
        #expect(try await counter.drafts() == 1)
        for guess in 0..<19 {
            let answer = try await counter.send(["code": SecretCode.new(letters: 20).text], to: "/requests/resume", by: nil)
            #expect(answer.status == .unprocessableContent, "\(guess)")
        }
        let last = try await counter.send(["code": code], to: "/requests/resume", by: nil)
        #expect(last.status == .tooManyRequests)
    }

    @Test func whatNoDatabaseKeepsIsNoFaultOfTheDraft() async throws {
        let counter = try await Counter.open()
        let saved = try await counter.send(counter.fields(["summary": "a\0b"]), to: "/requests/drafts", by: counter.staff)
        #expect(saved.status == .seeOther, "\(saved.text)")
    }

    @Test(arguments: ["7f3k2m9q", "7F3K-2M9Q-7F3K-2M9Q-7F3U", "", "Đ"])
    func whatIsNoCodeIsNone(_ typed: String) {
        #expect(SecretCode(typed, letters: 20) == nil)
    }

    @Test func aCodeIsReadHoweverItIsTyped() throws {
        let code = SecretCode.new(letters: 20)
        let typed = code.text.replacing("0", with: "o").replacing("1", with: "l").lowercased()
        #expect(try #require(SecretCode(typed, letters: 20)) == code)
    }
}
