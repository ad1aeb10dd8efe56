import Database
import Foundation
import HTTPTypes
import HummingbirdTesting
import Models
import ServiceKit
import TestKit
import Testing

@testable import Intake

/// Corrections of the register keep what stood there to be seen.
@Suite struct RegisterCorrectionTests {
    private func open(_ changes: [String: Any] = [:], client: [String: Any] = [:]) async throws -> (Counter, CaseID) {
        let counter = try await Counter.open()
        let id = try await counter.accept(changes, client: client)
        try await counter.announce(id)
        return (counter, id)
    }

    private func correct(
        _ id: CaseID, _ changes: [String: String], _ counter: Counter, by identity: Identity? = nil,
        expecting status: HTTPResponse.Status = .created
    ) async throws -> TestResponse {
        let body = try JSONEncoder().encode(changes.merging(["reason": "Đối chiếu với căn cước"]) { first, _ in first })
        return try await counter.ask(
            .post, "/api/v1/cases/\(id)/register-corrections", String(decoding: body, as: UTF8.self), by: identity, expecting: status)
    }

    @Test func theOldEntryStandsStruckThroughBesideTheNewOne() async throws {
        let (counter, id) = try await open()
        let made = try await correct(id, ["name": "Nông Thị Mẫn", "address": "Thôn 2"], counter).tree["items"]?.list
        #expect(made?.compactMap { $0["field"]?.text } == ["name", "address"])
        let page = try await counter.ask(.get, "/cases/\(id)/register").text
        #expect(page.contains("<del>Nông Thị Mẫu</del>") && page.contains("Nông Thị Mẫn") && page.contains("Đối chiếu với căn cước"))
        let today = counter.test.house.clock.today
        let sheet = try await counter.ask(.get, "/cases/register/sheet?organisation=\(counter.centre)&from=\(today)&to=\(today)").text
        #expect(sheet.contains("<del>Nông Thị Mẫu</del> Nông Thị Mẫn") && sheet.contains("Đối chiếu với căn cước"))
        _ = try await correct(id, ["name": "Nông Thị Mận", "reason": "Ghi nhầm lần nữa"], counter)
        let kept = try await counter.ask(.get, "/api/v1/cases/\(id)/register-corrections").tree["items"]?.list
        #expect(kept?.filter { $0["field"]?.text == "name" }.compactMap { $0["old"]?.text } == ["Nông Thị Mẫu", "Nông Thị Mẫn"])
        #expect(try await counter.test.audited("case.register-corrected") == 2)
    }

    @Test func theCaseIsFoundUnderItsNewNameAndSearchedForConflictsAgain() async throws {
        let (counter, id) = try await open()
        _ = try await correct(id, ["name": "Vi Thị Khác", "identity_number": "008190001234"], counter)
        func found(_ query: String) async throws -> Int? {
            try await counter.ask(.get, "/api/v1/cases?q=\(query)").tree["items"]?.list.count
        }
        #expect(try await found("vi+thi+khac") == 1)
        #expect(try await found("008190001234") == 1)
        #expect(try await found("nong+thi+mau") == 0)
        let waiting = try await counter.test.house.database.transaction(.service) {
            try await $0.value("select count(*) from cases where parties_changed_at is not null", as: Int.self)
        }
        #expect(waiting == 1)
        let parties = try await counter.ask(.get, "/api/v1/cases/\(id)/parties").tree["items"]?.list
        #expect(parties?.compactMap { $0["name"]?.text } == ["Vi Thị Khác"])
    }

    @Test func aBirthThatWasWrongHasEligibilityDecidedAgain() async throws {
        let (counter, id) = try await open(["categories": ["child"]], client: ["birth": "2015-01-01"])
        _ = try await correct(id, ["birth": "2014-01-01"], counter)
        let request = try #require(try await counter.ask(.get, "/api/v1/cases/\(id)").tree["request"]?.text)
        let found = try await counter.ask(.get, "/api/v1/requests/\(request)").tree
        #expect(found["eligibility"]?["facts"]?["birth"]?.text == "2014-01-01")
        #expect(found["former_decisions"]?.list.first?["decision"]?["facts"]?["birth"]?.text == "2015-01-01")
        // Of one who is no child the case would be counted wrongly: that is for the law's own ways.
        let refused = try await correct(id, ["birth": "1990-01-01"], counter, expecting: .conflict)
        #expect(refused.text.contains("37.1a"))
        #expect(try await counter.ask(.get, "/api/v1/cases/\(id)").tree["client"]?["birth"]?.text == "2014-01-01")
    }

    @Test func onlyWhoKeepsTheRegisterCorrectsIt() async throws {
        let (counter, id) = try await open()
        _ = try await correct(id, ["name": "Ai Đó"], counter, by: counter.identity(.leader, of: counter.foreign), expecting: .notFound)
        let helper = HelperID(at: Date())
        try await counter.assign(id, to: helper)
        let own = counter.identity(.helper, helper: helper)
        _ = try await correct(id, ["name": "Ai Đó"], counter, by: own, expecting: .forbidden)
        let page = try await counter.ask(.get, "/cases/\(id)/register", by: own).text
        #expect(page.contains("Nông Thị Mẫu") && !page.contains("action=\"/cases/\(id)/register\""))
    }

    @Test func whatDoesNotDifferIsNoCorrection() async throws {
        let (counter, id) = try await open()
        let refused = try await correct(id, ["name": "Nông Thị Mẫu"], counter, expecting: .unprocessableContent)
        #expect(refused.text.contains("nothing_differs"))
        let bad = try await correct(id, ["ethnicity": "Lạ", "birth": "2999-01-01"], counter, expecting: .unprocessableContent)
        #expect(bad.text.contains("unknown_ethnic_group") && bad.text.contains("/birth"))
    }

    @Test func theFormWorksWithoutScripts() async throws {
        let (counter, id) = try await open()
        let seen = try await counter.version(id)
        #expect(try await counter.ask(.get, "/cases/\(id)/register").text.contains("name=\"version\" value=\"\(seen)\""))
        let fields = ["version": "\(seen)", "name": "Nông Thị Mẫn", "summary": "Tranh chấp", "reason": "Ghi nhầm"]
        let done = try await counter.send("/cases/\(id)/register", fields.merging(["form_key": UUID().text]) { $1 })
        #expect(done.status == .seeOther, "\(done.text)")
        let failed = try await counter.send(
            "/cases/\(id)/register", ["form_key": UUID().text, "version": "\(seen + 1)", "name": "Nông Thị Mận"])
        #expect(failed.status == .unprocessableContent && failed.text.contains("Nông Thị Mận"))
    }

    @Test func aCorrectionThatSomebodyElseMadeMeanwhileIsNotUndone() async throws {
        let (counter, id) = try await open()
        let seen = try await counter.version(id)
        _ = try await correct(id, ["address": "Thôn 2"], counter)
        let fields = ["version": "\(seen)", "name": "Nông Thị Mẫn", "address": "Thôn 1", "reason": "Ghi nhầm"]
        let stale = try await counter.send("/cases/\(id)/register", fields.merging(["form_key": UUID().text]) { $1 })
        #expect(stale.status == .preconditionFailed && stale.text.contains("Nội dung đã thay đổi trong lúc bạn điền"), "\(stale.text)")
        #expect(stale.text.contains("Nông Thị Mẫn") && stale.text.contains("name=\"version\" value=\"\(seen + 1)\""))
        let none = try await counter.send("/cases/\(id)/register", ["form_key": UUID().text, "name": "Nông Thị Mẫn", "reason": "Ghi nhầm"])
        #expect(none.status == .preconditionFailed)
        // A form that comes back with a field that is wrong still says what was seen at first.
        let wrong = try await counter.send("/cases/\(id)/register", ["form_key": UUID().text, "version": "\(seen)", "address": "Thôn 1"])
        #expect(wrong.status == .unprocessableContent && wrong.text.contains("name=\"version\" value=\"\(seen)\""))
        let kept = try await counter.ask(.get, "/api/v1/cases/\(id)/register-corrections").tree["items"]?.list
        #expect(kept?.count == 1)
    }

    @Test func aYearOfBirthStaysWhereNoMoreIsKnown() async throws {
        let (counter, id) = try await open()
        try await counter.test.house.database.transaction(.service) { transaction in
            try await transaction.execute("update requests set client_birth = null")
            try await transaction.execute("update parties set birth = null, birth_year = 1975 where role = 'client'")
        }
        _ = try await correct(id, ["name": "Nông Thị Mẫn"], counter)
        let year = try await counter.test.house.database.transaction(.service) {
            try await $0.value("select birth_year from parties where role = 'client' and name = 'Nông Thị Mẫn'", as: Int?.self)
        }
        #expect(year == 1975)
    }
}
