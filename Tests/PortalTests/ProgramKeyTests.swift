import Crypto
import Database
import Foundation
import HTTPTypes
import HummingbirdTesting
import Models
import ServiceKit
import TestKit
import Testing

@testable import Portal

/// Keys of programs: made once, exchanged for short tokens, good for what was chosen and no longer than was said.
@Suite struct ProgramKeyTests {
    private let rights = ["cases.read", "requests.enter"]

    private func make(
        _ desk: Desk, days: Int = 30, rights: [String]? = nil, by keeper: Identity = Desk.keeper()
    ) async throws -> (id: String, secret: String) {
        let body = [
            "name": "Cổng dịch vụ công (mẫu)", "organisation": Desk.centre.description,
            "ends_on": desk.test.house.clock.today.adding(days: days).description,
        ]
        var whole: [String: Any] = body
        whole["rights"] = rights ?? self.rights
        let answer = try await desk.test.ask(
            .post, "/api/v1/program-keys", by: keeper, body: try JSONSerialization.data(withJSONObject: whole))
        #expect(answer.status == .created, "\(answer.text)")
        return (try #require(answer.tree["id"]?.text), try #require(answer.tree["secret"]?.text))
    }

    private func exchange(_ desk: Desk, _ fields: [String: String], basic: String? = nil) async throws -> TestResponse {
        let body = fields.map { "\(Desk.encoded($0.key))=\(Desk.encoded($0.value))" }.joined(separator: "&")
        var headers: HTTPFields = [.contentType: "application/x-www-form-urlencoded"]
        headers[.authorization] = basic.map { "Basic \(Data($0.utf8).base64EncodedString())" }
        return try await desk.test.ask(.post, "/api/v1/token", by: nil, headers, body: Data(body.utf8))
    }

    private func grant(_ key: (id: String, secret: String), _ more: [String: String] = [:]) -> [String: String] {
        ["grant_type": "client_credentials", "client_id": key.id, "client_secret": key.secret].merging(more) { $1 }
    }

    @Test func aKeyGivesTokensForWhatWasChosenAlone() async throws {
        let desk = try await Desk.withCentres()
        let key = try await make(desk)
        let answer = try await exchange(desk, grant(key))
        #expect(
            answer.status == .ok && answer.tree["token_type"]?.text == "Bearer" && answer.tree["scope"]?.text == "cases.read requests.enter"
        )
        #expect(answer.headers[.cacheControl]?.contains("no-store") == true)
        let identity = try await desk.test.house.tokens.verify(try #require(answer.tree["access_token"]?.text))
        #expect(identity.subject == "program:\(key.id)" && identity.role == .program && identity.organisation == Desk.centre)
        #expect(identity.may(.readCases) && identity.may(.enterRequests) && !identity.may(.readPapers) && !identity.may(.keepAccounts))
        let narrow = try await exchange(desk, grant(key, ["scope": "cases.read"]))
        #expect(narrow.tree["scope"]?.text == "cases.read")
        for scope in ["papers.read", "cases.read papers.read", "accounts.keep", "nothing"] {
            let refused = try await exchange(desk, grant(key, ["scope": scope]))
            #expect(refused.status == .badRequest && refused.tree["error"]?.text == "invalid_scope", "\(scope): \(refused.text)")
        }
    }

    @Test func aKeyIsShownInOneWay_RFC6749_2_3_1() async throws {
        let desk = try await Desk.withCentres()
        let key = try await make(desk)
        let type = ["grant_type": "client_credentials"]
        #expect(try await exchange(desk, type, basic: "\(key.id):\(key.secret)").status == .ok)
        // Each half is written as a form's field is.
        #expect(try await exchange(desk, type, basic: "\(key.id):\(key.secret.replacing("_", with: "%5F"))").status == .ok)
        let twice = try await exchange(desk, grant(key), basic: "\(key.id):\(key.secret)")
        #expect(twice.status == .badRequest && twice.tree["error"]?.text == "invalid_request")
        for (fields, error) in [
            ([:], "invalid_request"), (["grant_type": "password"], "unsupported_grant_type"),
            (type.merging(["scope": "x", "client_id": "x", "client_secret": "x", "grant_type": "code"]) { $1 }, "unsupported_grant_type"),
        ] {
            let answer = try await exchange(desk, fields)
            #expect(answer.status == .badRequest && answer.tree["error"]?.text == error, "\(fields): \(answer.text)")
        }
        for basic in ["", "x", ":", "\(key.id):", "\(key.id):\(key.secret)x", "\(UUID()):\(key.secret)", "%zz:\(key.secret)"] {
            let answer = try await exchange(desk, type, basic: basic)
            #expect(answer.status == .unauthorized && answer.tree["error"]?.text == "invalid_client", "\(basic): \(answer.text)")
            #expect(answer.headers[.wwwAuthenticate]?.hasPrefix("Basic ") == true)
        }
        for fields in [type, type.merging(["client_id": key.id]) { $1 }, grant((key.id, "x"))] {
            let answer = try await exchange(desk, fields)
            #expect(answer.status == .unauthorized && answer.tree["error"]?.text == "invalid_client", "\(fields): \(answer.text)")
        }
        let json = try await desk.test.ask(.post, "/api/v1/token", by: nil, body: Data(#"{"grant_type":"client_credentials"}"#.utf8))
        #expect(json.status == .unsupportedMediaType)
    }

    @Test func whatIsOverOrWithdrawnGivesNoTokenAndIsToldFromNothingElse() async throws {
        let desk = try await Desk.withCentres()
        let (over, withdrawn) = (try await make(desk, days: 1), try await make(desk))
        let given = try await exchange(desk, grant(withdrawn))
        let token = try #require(given.tree["access_token"]?.text)
        let place = "/api/v1/program-keys/\(withdrawn.id)"
        #expect(try await desk.test.ask(.delete, place, by: Desk.keeper(at: Desk.elsewhere)).status == .notFound)
        _ = try await desk.test.house.tokens.verify(token)
        for _ in 0..<2 { #expect(try await desk.test.ask(.delete, place, by: Desk.keeper()).status == .noContent) }
        await #expect(throws: TokenFault.revoked) { try await desk.test.house.tokens.verify(token) }
        #expect(try await desk.test.told(TokenRevoked.self).map(\.jti) == ["program:\(withdrawn.id)"])
        #expect(try await desk.test.audited("program_key.withdrawn") == 1)
        #expect(try await exchange(desk, grant(over)).status == .ok)
        desk.test.clock.pass(2 * 86_400)
        let unknown = try await exchange(desk, grant((UUID().uuidString, over.secret)))
        for key in [over, withdrawn] {
            let refused = try await exchange(desk, grant(key))
            #expect(refused.status == .unauthorized && refused.tree["detail"] == unknown.tree["detail"])
        }
    }

    @Test func useAndRefusalAreOnRecordWithoutFillingIt() async throws {
        let desk = try await Desk.withCentres()
        let key = try await make(desk)
        for _ in 0..<3 { #expect(try await exchange(desk, grant(key)).status == .ok) }
        #expect(try await desk.test.audited("program_key.used") == 1)
        for _ in 0..<10 { _ = try await exchange(desk, grant((key.id, "caunoi_" + String(repeating: "A", count: 43)))) }
        // The first and the tenth.
        #expect(try await desk.test.audited("program_key.refused") == 2)
        desk.test.clock.pass(3_601)
        #expect(try await exchange(desk, grant(key)).status == .ok)
        #expect(try await desk.test.audited("program_key.used") == 2)
    }

    @Test func theSecretIsKeptNowhere() async throws {
        let desk = try await Desk.withCentres()
        let key = try await make(desk)
        for place in ["/api/v1/program-keys", "/api/v1/program-keys/\(key.id)", "/accounts/keys", "/accounts/keys/\(key.id)"] {
            let answer = try await desk.test.ask(.get, place, by: Desk.keeper())
            #expect(
                answer.status == .ok && answer.text.contains("Cổng dịch vụ công (mẫu)") && !answer.text.contains(key.secret), "\(place)")
        }
        let stored = try await desk.database.transaction(.service) { transaction in
            try await transaction.value("select secret_sha256 from program_keys", as: Data.self)
        }
        let bytes = try #require(Data(base64URL: String(key.secret.dropFirst(7))))
        #expect(stored == Data(SHA256.hash(data: bytes)))
    }

    /// The database holds to it as well: the service's own login cannot give a key more, or a longer life.
    @Test func aKeyNeverChanges() async throws {
        let desk = try await Desk.withCentres()
        _ = try await make(desk)
        let changes: [SQL] = [
            "rights = 'papers.read'", "ends_at = now() + interval '9 years'", "secret_sha256 = sha256('x')", "organisation = id",
        ]
        func refusal(_ statement: SQL) async throws -> String? {
            do {
                _ = try await desk.database.transaction(.service) { try await $0.execute(statement) }
                return nil
            } catch let error as DatabaseError {
                return error.sqlState
            }
        }
        for change in changes { #expect(try await refusal("update program_keys set \(change)") == "42501") }
        #expect(try await refusal("delete from program_keys") == "42501")
    }

    /// A right that shows what another is for takes that one too, in a key and in a token.
    @Test func nobodyReadsByARightToWrite() async throws {
        let desk = try await Desk.withCentres()
        for (right, needed) in AccessTable.needs {
            let body = try JSONSerialization.data(withJSONObject: [
                "name": "x", "organisation": Desk.centre.description, "rights": [right.rawValue],
                "ends_on": desk.test.house.clock.today.adding(days: 9).description,
            ])
            let refused = try await desk.test.ask(.post, "/api/v1/program-keys", by: Desk.keeper(), body: body)
            #expect(refused.status == .unprocessableContent && needed.allSatisfy { refused.text.contains($0.rawValue) }, "\(right)")
        }
        let key = try await make(desk, rights: ["cases.read", "cases.work"])
        let refused = try await exchange(desk, grant(key, ["scope": "cases.work"]))
        #expect(refused.status == .badRequest && refused.tree["error"]?.text == "invalid_scope")
        #expect(try await exchange(desk, grant(key, ["scope": "cases.read"])).status == .ok)
    }

    @Test func aKeyOfAnOrganisationThatWorksNoMoreGivesNothing() async throws {
        let desk = try await Desk.withCentres()
        let key = try await make(desk)
        try await desk.test.hear(
            OrganisationChanged(
                organisation: Desk.centre, kind: .centre, province: "08", title: "Trung tâm TT (mẫu)", code: "TT", active: false,
                occurredAt: Date(), recordedAt: Date()), version: 2)
        #expect(try await exchange(desk, grant(key)).tree["error"]?.text == "invalid_client")
    }

    @Test func anOrganisationHasNoMoreKeysThanItKnowsOf() async throws {
        let desk = try await Desk.withCentres()
        for _ in 1...KeepProgramKeys.most { _ = try await make(desk, days: 1) }
        let body = Data(
            """
            {"name": "x", "organisation": "\(Desk.centre)", "rights": ["cases.read"],
             "ends_on": "\(desk.test.house.clock.today.adding(days: 5))"}
            """.utf8)
        let refused = try await desk.test.ask(.post, "/api/v1/program-keys", by: Desk.keeper(), body: body)
        #expect(refused.status == .conflict, "\(refused.text)")
        // Those that are over do not count.
        desk.test.clock.pass(2 * 86_400)
        #expect(try await desk.test.ask(.post, "/api/v1/program-keys", by: Desk.keeper(), body: body).status == .created)
    }

    @Test func aFormThatIsWrongComesBackWithWhatWasTyped() async throws {
        let desk = try await Desk.withCentres()
        let answer = try await desk.test.ask(
            .post, "/accounts/keys", by: Desk.keeper(), [.contentType: "application/x-www-form-urlencoded"],
            body: Data(
                "name=C%E1%BB%95ng&organisation=&rights=cases.read&rights=accounts.keep&ends_on.year=2020&ends_on.month=1&ends_on.day=1"
                    .utf8))
        #expect(answer.status == .unprocessableContent)
        for part in ["value=\"Cổng\"", "value=\"cases.read\" checked", "organisation", "2020"] {
            #expect(answer.text.contains(part), "\(part)")
        }
    }

    @Test func aRightWithoutWhatItNeedsIsToldInTheWordsOfThePage() async throws {
        let desk = try await Desk.withCentres()
        let answer = try await desk.test.ask(
            .post, "/accounts/keys", by: Desk.keeper(), [.contentType: "application/x-www-form-urlencoded"],
            body: Data("name=C&organisation=\(Desk.centre)&rights=requests.correct".utf8))
        #expect(answer.status == .unprocessableContent)
        #expect(answer.text.contains("“Sửa, bổ sung yêu cầu chưa quyết định” cần chọn kèm: Xem yêu cầu."), "\(answer.text)")
        #expect(!answer.text.contains("cần chọn kèm: requests.read"))
    }

    /// Ticked boxes come through the page that asks for the password as they were.
    @Test func whoMustShowAgainWhoTheyAreLosesNoBox() async throws {
        let desk = try await Desk.withCentres()
        try await desk.account("giu@mau", role: .administrator)
        let cookies = try await desk.sessionOf("giu@mau")
        try await desk.letTimePass()
        let day = desk.test.house.clock.today.adding(days: 9)
        let form =
            "name=x&organisation=\(Desk.centre)&rights=cases.read&rights=requests.enter"
            + "&ends_on.year=\(day.year)&ends_on.month=\(day.month)&ends_on.day=\(day.day)"
        func post(_ body: String) async throws -> TestResponse {
            try await desk.test.ask(
                .post, "/accounts/keys", by: nil, [.cookie: cookies, .contentType: "application/x-www-form-urlencoded"],
                body: Data(body.utf8))
        }
        let asked = try await post(form)
        #expect(asked.status == .forbidden, "\(asked.text)")
        let carried = asked.text.matches(of: /<input type="hidden" name="([^"]+)" value="([^"]*)"/).map { "\($0.1)=\($0.2)" }
        #expect(carried.joined(separator: "&") == form)
        let made = try await post(form + "&_password=" + Desk.encoded(Desk.password))
        #expect(made.status == .ok && made.text.contains("caunoi_"), "\(made.status)")
        let rights = try await desk.database.transaction(.service) { transaction in
            try await transaction.value("select rights from program_keys", as: String.self)
        }
        #expect(rights == "cases.read requests.enter")
    }

    @Test func whoKeepsTheKeysIsToldBeforeOneEnds() async throws {
        let desk = try await Desk.withCentres()
        let key = try await make(desk, days: 20)
        func home(_ identity: Identity) async throws -> String { try await desk.test.ask(.get, "/", by: identity).text }
        #expect(try await !home(Desk.keeper()).contains("sắp hết hạn"))
        desk.test.clock.pass(8 * 86_400)
        #expect(try await home(Desk.keeper()).contains("1 khóa của chương trình sắp hết hạn"))
        #expect(try await !home(Desk.keeper(at: Desk.elsewhere)).contains("sắp hết hạn"))
        let leader = Identity(subject: "l", name: "Lãnh đạo (mẫu)", role: .leader, organisation: Desk.centre, jti: "l")
        #expect(try await !home(leader).contains("sắp hết hạn"))
        #expect(try await desk.test.ask(.delete, "/api/v1/program-keys/\(key.id)", by: Desk.keeper()).status == .noContent)
        #expect(try await !home(Desk.keeper()).contains("sắp hết hạn"))
    }
}
