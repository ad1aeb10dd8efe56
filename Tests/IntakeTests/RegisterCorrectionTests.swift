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

    /// The same with lists in it.
    private func send(
        _ id: CaseID, _ changes: String, _ counter: Counter, expecting status: HTTPResponse.Status = .created,
        _ place: SourceLocation = #_sourceLocation
    ) async throws -> TestResponse {
        try await counter.ask(
            .post, "/api/v1/cases/\(id)/register-corrections", #"{\#(changes), "reason": "Đối chiếu với hồ sơ giấy"}"#, expecting: status,
            place)
    }

    private func versions(of id: CaseID, _ counter: Counter) async throws -> [Int] {
        try await counter.test.house.database.transaction(.service) {
            try await $0.rows("select version from outbox where aggregate = \(id.uuid) order by version").map {
                try $0.get("version", as: Int.self)
            }
        }
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

    @Test func whatOthersCountByIsToldAsItStandsNow() async throws {
        let (counter, id) = try await open()
        _ = try await send(id, #""gender": "male", "field": "labour""#, counter)
        let told = try await counter.test.told(CaseCorrected.self)
        #expect(told.count == 1 && told.first?.gender == .male && told.first?.field == .labour && told.first?.form == .litigation)
        #expect(told.first?.countedAs == .poorHousehold && told.first?.categories == [.poorHousehold])
        let file = try await counter.ask(.get, "/api/v1/cases/\(id)").tree
        #expect(file["field"]?.text == "labour" && file["client"]?["gender"]?.text == "male")
        let page = try await counter.ask(.get, "/cases/\(id)/register").text
        #expect(page.contains("<del>Nữ</del>") && page.contains("<del>Dân sự</del>"))
        let today = counter.test.house.clock.today
        let sheet = try await counter.ask(.get, "/cases/register/sheet?organisation=\(counter.centre)&from=\(today)&to=\(today)").text
        #expect(sheet.contains("<del>Nữ</del> Nam") && sheet.contains("<del>Dân sự</del> Lao động"))
        // A name is nobody else's: nothing is told of it.
        _ = try await correct(id, ["phone": "0912345678"], counter)
        #expect(try await counter.test.told(CaseCorrected.self).count == 1)
        let numbers = try await versions(of: id, counter)
        #expect(numbers == Array(1...numbers.count))
    }

    @Test func aCategoryIsCorrectedWithTheDecisionOnIt() async throws {
        let (counter, id) = try await open()
        let request = try #require(try await counter.ask(.get, "/api/v1/cases/\(id)").tree["request"]?.text)
        // What the facts speak against is no correction.
        let contradicted = try await send(id, #""categories": ["child"]"#, counter, expecting: .unprocessableContent)
        #expect(contradicted.text.contains("/categories") && contradicted.text.contains("not_a_child"))
        _ = try await send(id, #""categories": ["ethnic_minority", "poor_household"], "counted_as": "ethnic_minority""#, counter)
        let told = try #require(try await counter.test.told(CaseCorrected.self).last)
        #expect(told.countedAs == .ethnicMinority && told.poorAndEthnicMinority)
        let found = try await counter.ask(.get, "/api/v1/requests/\(request)").tree
        #expect(found["categories"]?.list.compactMap(\.text) == ["ethnic_minority", "poor_household"])
        #expect(found["eligibility"]?["counted_as"]?.text == "ethnic_minority")
        #expect(found["former_decisions"]?.list.first?["decision"]?["counted_as"]?.text == "poor_household")
        #expect(try await counter.ask(.get, "/api/v1/cases/\(id)").tree["counted_as"]?.text == "ethnic_minority")
        let page = try await counter.ask(.get, "/cases/\(id)/register").text
        #expect(page.contains("<del>Hộ nghèo</del>") || page.contains("<del>Người thuộc hộ nghèo</del>"), "\(page)")
        // The same categories in another order, the same one counted: nothing differs.
        _ = try await send(
            id, #""categories": ["poor_household", "ethnic_minority"]"#, counter, expecting: .unprocessableContent)
        let stranger = try await send(id, #""categories": ["child"], "counted_as": "hiv""#, counter, expecting: .unprocessableContent)
        #expect(stranger.text.contains("/counted_as"))
    }

    @Test func aProvedCategoryGivesWayToAProvedOneOnly() async throws {
        let (counter, id) = try await open(["papers": ["poor_household_certificate"]])
        let refused = try await send(id, #""categories": ["meritorious"]"#, counter, expecting: .conflict)
        #expect(refused.text.contains("29.1b"))
        try await counter.test.hear(
            AttachmentStored(
                attachment: AttachmentID(at: Date()), case: id, organisation: counter.centre, kind: "merit_document", size: 1,
                sha256: String(repeating: "0", count: 64), occurredAt: Date(), recordedAt: Date()))
        _ = try await send(id, #""categories": ["meritorious"]"#, counter)
        #expect(try await counter.test.told(CaseCorrected.self).last?.countedAs.rawValue == "meritorious")
    }

    @Test func aProofOfTheTrueCategoryIsTickedOffOnceItIsWrittenDown() async throws {
        let (counter, id) = try await open(["at_once_ground": "avoid_harm"])
        func proof() async throws -> Bool? {
            try await counter.ask(.get, "/api/v1/cases/\(id)").tree["dossier"]?["papers"]?.list
                .first { $0["kind"]?.text == "eligibility_proof" }?["present"].map { $0 == .bool(true) }
        }
        try await counter.test.hear(
            AttachmentStored(
                attachment: AttachmentID(at: Date()), case: id, organisation: counter.centre, kind: "merit_document", size: 1,
                sha256: String(repeating: "0", count: 64), occurredAt: Date(), recordedAt: Date()))
        #expect(try await proof() == false)
        _ = try await send(id, #""categories": ["meritorious"]"#, counter)
        #expect(try await proof() == true)
        let numbers = try await versions(of: id, counter)
        #expect(numbers == Array(1...numbers.count))
    }

    @Test func aCorrectedFormAsksForItsOwnPapersAndKeepsTheCode() async throws {
        let (counter, id) = try await open(["form": "advice"])
        let code = try await counter.ask(.get, "/api/v1/cases/\(id)").tree["code"]?.text
        _ = try await send(id, #""form": "litigation""#, counter)
        let file = try await counter.ask(.get, "/api/v1/cases/\(id)").tree
        #expect(file["form"]?.text == "litigation" && file["code"]?.text == code && code?.contains(".TV.") == true)
        let kinds = Set(file["dossier"]?["papers"]?.list.compactMap { $0["kind"]?.text } ?? [])
        #expect(
            kinds.isSuperset(of: ["assignment_decision", "procedural_document", "eligibility_proof"]) && !kinds.contains("written_advice"))
        let told = try #require(try await counter.test.told(DossierChanged.self).last)
        #expect(told.missing.contains("assignment_decision"))
        let numbers = try await versions(of: id, counter)
        #expect(numbers == Array(1...numbers.count))
    }

    @Test func aFormThatSomethingWasDecidedByStays() async throws {
        let (counter, id) = try await open(["form": "advice"])
        let helper = HelperID(at: Date())
        try await counter.assign(id, to: helper, .collaborator)
        let collaborator = try await send(id, #""form": "litigation""#, counter, expecting: .conflict)
        #expect(collaborator.text.contains("17.1") && collaborator.text.contains("phân công người khác"))
        try await counter.assign(id, to: HelperID(at: Date()), version: 2)
        try await counter.test.hear(
            DecisionIssued(
                case: id, organisation: counter.centre, helper: helper, number: "1", date: counter.test.house.clock.today, signer: "Ai",
                occurredAt: Date(), recordedAt: Date().addingTimeInterval(1)), version: 3)
        #expect(try await send(id, #""form": "litigation""#, counter, expecting: .conflict).text.contains("31.2"))
        // What does not rest on it is corrected as before.
        _ = try await send(id, #""gender": "male""#, counter)
        let other = try await counter.caseIn(.finished)
        #expect(try await send(other, #""form": "advice""#, counter, expecting: .conflict).text.contains("Hãy mở lại"))
        let past = try await counter.caseIn(.archived)
        #expect(try await send(past, #""form": "advice""#, counter, expecting: .conflict).text.contains("không sửa được nữa"))
        #expect(try await counter.test.told(CaseCorrected.self).map(\.case) == [id])
    }

    @Test func aFieldStaysWhileASuccessIsFoundByIt() async throws {
        let counter = try await Counter.open()
        let id = try await counter.caseIn(.finished)
        try await counter.test.house.database.transaction(.service) { transaction in
            _ = try await transaction.execute(
                """
                insert into success_findings (id, case_id, organisation, province, criteria, found_by, found_at)
                values (\(UUID.v7(at: Date())), \(id), \(counter.centre), '08', \(["TC05"]), 'Ai', \(Date()))
                """)
        }
        #expect(try await send(id, #""field": "labour""#, counter, expecting: .conflict).text.contains("14.1"))
    }

    @Test func theFormOfBeforeTheFieldsWereNewCorrectsNothingElse() async throws {
        let (counter, id) = try await open()
        let page = try await counter.ask(.get, "/cases/\(id)/register").text
        #expect(page.contains("name=\"counted_as\"") && page.contains("name=\"gender\""))
        let done = try await counter.send(
            "/cases/\(id)/register",
            [
                "form_key": UUID().text, "version": "\(try await counter.version(id))", "name": "Nông Thị Mẫn", "gender": "female",
                "categories": "poor_household",
                "counted_as": "poor_household",
                "form": "litigation", "field": "civil", "reason": "Ghi nhầm tên",
            ])
        #expect(done.status == .seeOther, "\(done.text)")
        let kept = try await counter.ask(.get, "/api/v1/cases/\(id)/register-corrections").tree["items"]?.list
        #expect(kept?.compactMap { $0["field"]?.text } == ["name"])
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
