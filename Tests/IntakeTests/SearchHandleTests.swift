import Database
import Foundation
import HTTPTypes
import HummingbirdTesting
import Models
import ServiceKit
import TestKit
import Testing

@testable import Intake

/// Names that people look for stand in no address.
@Suite struct SearchHandleTests {
    private func send(_ path: String, _ fields: String, _ counter: Counter, by identity: Identity? = nil) async throws -> TestResponse {
        try await counter.test.ask(
            .post, path, by: identity ?? counter.staff, [.contentType: "application/x-www-form-urlencoded"], body: Data(fields.utf8))
    }

    @Test func theRegisterIsSearchedByABodyAndTheAddressHoldsAHandle() async throws {
        let counter = try await Counter.open()
        _ = try await counter.accept(client: ["name": "Trần Thị Hương"])
        _ = try await counter.accept(client: ["name": "Lê Thị Mây"])
        let led = try await send("/cases", "q=Tr%E1%BA%A7n+H%C6%B0%C6%A1ng&status=registered&need=&open=true", counter)
        #expect(led.status == .seeOther)
        let place = try #require(led.headers[.location])
        #expect(place.hasPrefix("/cases?search=") && place.hasSuffix("&status=registered&open=true"), "\(place)")
        let page = try await counter.test.ask(.get, place, by: counter.staff)
        #expect(page.text.contains("Trần Thị Hương") && !page.text.contains("Lê Thị Mây"))
        #expect(page.text.contains("value=\"Trần Hương\""), "the field shows what was typed")
        #expect(!page.text.contains("q=Tr"), "no link of the page holds the name")
        let export = try #require(page.text.firstMatch(of: /href="(\/api\/v1\/cases\/export[^"]+format=csv[^"]*)"/)?.1).replacing(
            "&amp;", with: "&")
        let csv = try await counter.test.ask(.get, String(export), by: counter.staff)
        #expect(csv.text.contains("Trần Thị Hương") && !csv.text.contains("Lê Thị Mây"))
        // The same search has the same address.
        #expect(try await send("/cases", "q=Tr%E1%BA%A7n+H%C6%B0%C6%A1ng&status=registered&open=true", counter).headers[.location] == place)
        #expect(try await send("/cases", "q=&status=registered", counter).headers[.location] == "/cases?status=registered")
        #expect(try await send("/cases", "q=\(String(repeating: "a", count: 201))", counter).status == .unprocessableContent)
    }

    @Test func programsOfOneNameAtTwoCentresKeepTheirSearchesApart() async throws {
        let counter = try await Counter.open()
        let (here, there) = (counter.identity(.program), counter.identity(.program, of: OrganisationID(at: Date())))
        let handles = SearchHandles(database: counter.test.house.database, clock: counter.test.house.clock)
        let mine = try await handles.keep("Trần Hương", for: here)
        #expect(try await handles.keep("Trần Hương", for: here) == mine)
        #expect(try await handles.keep("Trần Hương", for: there) != mine)
        #expect(try await handles.text(of: mine, for: here) == "Trần Hương")
        await #expect(throws: Problem.self) { try await handles.text(of: mine, for: there) }
    }

    /// Digit by digit, a search would tell who oversees the number that every page masks (OWASP ASVS 5.0, V8.2.3).
    @Test func whoSeesNumbersMaskedFindsThemWholeOnly() async throws {
        let counter = try await Counter.open()
        let id = try await counter.accept(client: ["name": "Trần Thị Hương", "identity_number": "008190001234"])
        for (text, isFound) in [("1900", false), ("008190", false), ("001234", false), ("008190001234", true), ("huong", true)] {
            for role in [Role.province, .ministry] {
                let found = try await counter.test.ask(.get, "/api/v1/cases?q=\(text)", by: counter.identity(role))
                #expect(found.text.contains("\(id)") == isFound, "\(role) \(text)")
            }
            #expect(try await counter.test.ask(.get, "/api/v1/cases?q=\(text)", by: counter.staff).text.contains("\(id)"))
        }
    }

    @Test func requestsAreSearchedTheSameWay() async throws {
        let counter = try await Counter.open()
        _ = try await counter.accept(client: ["name": "Trần Thị Hương"])
        let place = try #require(try await send("/requests", "q=huong", counter).headers[.location])
        #expect(place.hasPrefix("/requests?search="))
        #expect(try await counter.test.ask(.get, place, by: counter.staff).text.contains("Trần Thị Hương"))
        let list = try await counter.test.ask(.get, "/api/v1" + place, by: counter.staff)
        #expect(list.status == .ok && list.text.contains("Trần Thị Hương"))
    }

    @Test func aHandleIsForItsOwnPersonAndForThirtyDays() async throws {
        let counter = try await Counter.open()
        _ = try await counter.accept(client: ["name": "Trần Thị Hương"])
        let made = try await counter.test.ask(.post, "/api/v1/searches", by: counter.staff, body: Data(#"{"text": "huong"}"#.utf8))
        #expect(made.status == .created)
        let id = try #require(made.tree["id"]?.text)
        #expect(try await counter.names("search=\(id)") == ["Trần Thị Hương"])
        let leader = try await counter.test.ask(.get, "/api/v1/cases?search=\(id)", by: counter.identity(.leader))
        #expect(leader.status == .notFound)
        #expect(try await counter.search("search=no-handle").status == .unprocessableContent)
        #expect(try await counter.search("search=\(UUID().text)").status == .notFound)
        _ = try await counter.test.house.database.transaction(.service) {
            try await $0.execute("update searches set made_at = made_at - interval '31 days'")
        }
        #expect(try await counter.search("search=\(id)").status == .notFound)
        _ = try await counter.test.ask(.post, "/api/v1/searches", by: counter.staff, body: Data(#"{"text": "may"}"#.utf8))
        let database = counter.test.house.database
        let handles = SearchHandles(database: database, clock: counter.test.house.clock)
        #expect(try await handles.sweep(in: database) == 1, "what is over goes, though nobody asks for it")
        let seen = try await counter.test.house.database.transaction(.organisations([counter.centre])) {
            try await $0.value("select count(*) from searches", as: Int.self)
        }
        #expect(seen == 0)
    }
}

/// Who sees identity numbers whole.
@Suite struct IdentityNumberTests {
    @Test(arguments: [
        (Role.staff, true), (.leader, true), (.helper, true), (.program, true), (.province, false), (.ministry, false), (.system, false),
    ])
    func whoOverseesSeesTheLastThreeCharacters(role: Role, isWhole: Bool) {
        let identity = Identity(subject: "x", name: "x", role: role, jti: "x")
        #expect(identity.sees(identityNumber: "008190001234") == (isWhole ? "008190001234" : "•••••••••234"))
        #expect(identity.sees(identityNumber: "12345") == (isWhole ? "12345" : "•••••"))
        #expect(identity.sees(identityNumber: nil) == nil)
    }

    @Test func requestsAndPartiesAreReadAccordingly() async throws {
        let counter = try await Counter.open()
        let made = try await counter.post(
            try counter.request(
                ["opposing": [["name": "Lý Văn Đối", "identity_number": "001090000777"]]], client: ["identity_number": "008190001234"]))
        let request = try #require(made.tree["id"]?.text)
        let id = try #require(made.tree["case"]?["id"]?.text)
        for (identity, isWhole) in [(counter.staff, true), (counter.identity(.province), false), (counter.identity(.ministry), false)] {
            for path in [
                "/api/v1/requests/\(request)", "/api/v1/cases/\(id)", "/api/v1/cases/\(id)/parties", "/cases/\(id)/parties",
                "/cases/\(id)/register",
            ] {
                let text = try await counter.test.ask(.get, path, by: identity).text
                #expect((text.contains("008190001234") || text.contains("001090000777")) == isWhole, "\(path)")
                #expect(text.contains("•") == !isWhole, "\(path)")
            }
        }
    }
}
