import Database
import Foundation
import HTTPTypes
import HummingbirdTesting
import Models
import ServiceKit
import TestKit
import Testing

@testable import Portal

@Suite struct SessionTests {
    @Test func aPageWhoseTokenIsOverIsRenewedWithoutAQuestion() async throws {
        let desk = try await Desk.make()
        try await desk.account()
        let session = try #require(Desk.cookie("caunoi_session", in: try await desk.cookies()))
        let answer = try await desk.test.ask(.get, "/sign-in?next=/cases%3Fq%3Da", by: nil, [.cookie: "caunoi_session=\(session)"])
        #expect(answer.status == .seeOther)
        #expect(answer.headers[.location] == "/cases?q=a")
        let token = try #require(Desk.cookie("caunoi_token", in: Desk.cookies(of: answer)))
        #expect(try await desk.test.house.tokens.verify(token).name == "Hoàng Thị Mỷ")
    }

    @Test func aFormWhoseTokenIsOverGoesOnWhole() async throws {
        let desk = try await Desk.make()
        try await desk.account()
        let cookies = try await desk.cookies()
        let answer = try await desk.test.ask(
            .post, "/session/renew?next=/cases/1/progress", by: nil,
            [.cookie: cookies, .contentType: "application/x-www-form-urlencoded"], body: Data("note=x".utf8))
        #expect(answer.status == .temporaryRedirect)
        #expect(answer.headers[.location] == "/cases/1/progress")
        #expect(Desk.cookie("caunoi_token", in: Desk.cookies(of: answer)) != nil)
    }

    @Test func aFormWithoutALiveSessionIsKeptByTheBrowserAndToldHow() async throws {
        let desk = try await Desk.make()
        let answer = try await desk.test.ask(.post, "/session/renew?next=/cases/1/progress", by: nil)
        #expect(answer.status == .unauthorized)
        #expect(answer.text.contains("Phiên làm việc đã hết"))
    }

    @Test func aScriptIsRenewedWithoutAPage() async throws {
        let desk = try await Desk.make()
        try await desk.account()
        let answer = try await desk.test.ask(.post, "/session/renew", by: nil, [.cookie: try await desk.cookies()])
        #expect(answer.status == .noContent)
        #expect(Desk.cookie("caunoi_token", in: Desk.cookies(of: answer)) != nil)
        #expect(try await desk.test.ask(.post, "/session/renew", by: nil).status == .unauthorized)
    }

    @Test func anotherSiteCannotUseTheSession() async throws {
        let desk = try await Desk.make()
        try await desk.account()
        var headers: HTTPFields = [.cookie: try await desk.cookies()]
        headers[try #require(HTTPField.Name("Sec-Fetch-Site"))] = "cross-site"
        #expect(try await desk.test.ask(.post, "/session/renew", by: nil, headers).status == .forbidden)
        #expect(try await desk.test.ask(.post, "/sign-out", by: nil, headers).status == .forbidden)
    }

    @Test func signingOutEndsTheSessionAndWithdrawsTheTokenEverywhere() async throws {
        let desk = try await Desk.make()
        try await desk.account()
        let cookies = try await desk.cookies()
        let token = try #require(Desk.cookie("caunoi_token", in: cookies))
        let identity = try await desk.test.house.tokens.verify(token)
        let session = try #require(identity.session)
        let answer = try await desk.test.ask(.post, "/sign-out", by: nil, [.cookie: cookies])
        #expect(answer.status == .seeOther)
        // All but the browser's own, by which it is known the next time.
        #expect(answer.headers[values: .setCookie].filter { $0.contains("Max-Age=0") }.count == SessionCookie.allCases.count - 1)
        let clear = try #require(HTTPField.Name("Clear-Site-Data"))
        #expect(answer.headers[clear] == #""cache", "storage""#)
        #expect(try await desk.test.told(TokenRevoked.self).map(\.jti) == ["session:\(session)", identity.jti])
        await #expect(throws: (any Error).self) { try await desk.test.house.tokens.verify(token) }
        let again = try await desk.test.ask(.get, "/sign-in?next=/cases", by: nil, [.cookie: cookies])
        #expect(again.status == .ok)
        #expect(try await desk.test.audited("sign_out") == 1)
    }

    @Test func aTokenThatIsRenewedWhileAllSessionsEndHoldsNowhere() async throws {
        let desk = try await Desk.make()
        try await desk.account()
        let cookie = try #require(Desk.cookie("caunoi_session", in: try await desk.cookies()))
        let id = try #require(SessionID(cookie: cookie))
        let live = try #require(try await desk.sessions.use(id))
        try await desk.database.transaction(.service) {
            try await desk.sessions.endAll(of: live.account.id, outbox: desk.test.house.outbox, in: $0)
        }
        // Signed a moment later than what was withdrawn.
        let token = try await desk.test.signer.sign(live.account.identity(at: Date(), session: live.key), lifetime: 300)
        let stale = desk.test.house.tokens.revocations
        try await desk.database.transaction(.service) { transaction in
            _ = try await transaction.execute("delete from revoked_accounts")
            try await RevocationStore().read(into: stale, in: transaction)
        }
        await #expect(throws: (any Error).self) { try await desk.test.house.tokens.verify(token) }
    }

    @Test func signingOutWithATokenThatIsOverNamesThePerson() async throws {
        let desk = try await Desk.make()
        try await desk.account()
        let session = try #require(Desk.cookie("caunoi_session", in: try await desk.cookies()))
        #expect(try await desk.test.ask(.post, "/sign-out", by: nil, [.cookie: "caunoi_session=\(session)"]).status == .seeOther)
        let lines = try await desk.database.transaction(.service) {
            try await $0.rows("select actor_name, role, organisation from audit where action = 'sign_out'").map {
                (
                    try $0.get("actor_name", as: String.self), try $0.get("role", as: Role.self),
                    try $0.get("organisation", as: OrganisationID?.self)
                )
            }
        }
        #expect(lines.count == 1 && lines[0] == ("Hoàng Thị Mỷ", .staff, Desk.centre))
    }

    @Test func sessionsEndAfterADayOfWorkAndWhenNobodyUsesThem() async throws {
        let desk = try await Desk.make()
        try await desk.account()
        let cookie = try #require(Desk.cookie("caunoi_session", in: try await desk.cookies()))
        let id = try #require(SessionID(cookie: cookie))
        func sessions(after seconds: Double) -> Sessions {
            Sessions(database: desk.database, accounts: desk.accounts, clock: WallClock { Date() + seconds })
        }
        #expect(try await sessions(after: 3_500).use(id) != nil)
        #expect(try await sessions(after: 3_500 + 3_700).use(id) == nil)
        for hour in 2...11 { #expect(try await sessions(after: Double(hour) * 3_500).use(id) != nil) }
        for tenth in 0...13 { _ = try await sessions(after: 38_500 + Double(tenth) * 360).use(id) }
        #expect(try await sessions(after: 43_201).use(id) == nil)
    }

    @Test func whatIsOverIsForgottenThoughNobodySignsIn() async throws {
        let desk = try await Desk.make()
        try await desk.account()
        _ = try await desk.cookies()
        try await desk.database.transaction(.service) { transaction in
            for statement: SQL in [
                "update sessions set ends_at = now() - interval '1 second'",
                """
                insert into pending_sign_ins (id_sha256, account, ends_at, failures)
                select sha256('x'), id, now() - interval '1 second', 0 from accounts
                """,
                "insert into sign_in_attempts (subject, failures, latest_at) values (sha256('y'), 1, now() - interval '3 hours')",
                "insert into stranger_lines (subject, hour, times) values (sha256('z'), now() - interval '3 hours', 1)",
            ] {
                let rows = try await transaction.execute(statement)
                #expect(rows == 1)
            }
        }
        var forgotten = 0
        for sweep in desk.test.parts.sweeps { forgotten += try await sweep(in: desk.database) }
        #expect(forgotten == 4)
        for sweep in desk.test.parts.sweeps { #expect(try await sweep(in: desk.database) == 0) }
    }

    @Test(arguments: ["x", String(repeating: "A", count: 43), "../../etc/passwd"])
    func aCookieThatIsNoneOfOursIsNobody(_ cookie: String) async throws {
        let desk = try await Desk.make()
        let answer = try await desk.test.ask(.get, "/sign-in", by: nil, [.cookie: "caunoi_session=\(cookie)"])
        #expect(answer.status == .ok)
        #expect(answer.headers[values: .setCookie].filter { $0.contains("Max-Age=0") }.count == SessionCookie.allCases.count - 1)
    }
}
