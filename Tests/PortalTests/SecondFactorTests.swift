import Database
import Foundation
import HTTPTypes
import HummingbirdTesting
import Models
import NIOCore
import ServiceKit
import TestKit
import Testing

@testable import Portal

/// Signing in with a second factor, which leaders must have.
struct SecondFactorTests {
    @Test func aLeaderSetsUpTheSecondFactorBeforeAnythingElse() async throws {
        let desk = try await Desk.make()
        try await desk.account("leader@mau", role: .leader)
        let first = try await desk.signIn("leader@mau", next: "/cases")
        #expect(first.headers[.location] == "/sign-in/factor?next=/cases")
        let pending = Desk.cookies(of: first)
        #expect(Desk.cookie("caunoi_session", in: pending) == nil && Desk.cookie("caunoi_token", in: pending) == nil)

        let page = try await desk.test.ask(.get, "/sign-in/factor?next=/cases", by: nil, [.cookie: pending])
        #expect(page.status == .ok)
        #expect(String(buffer: page.body).contains("<svg"))
        let wrong = try await desk.post("/sign-in/factor", ["code": "000000", "next": "/cases"], cookies: pending)
        #expect(wrong.status == .unprocessableContent)
        let right = try await desk.code("leader@mau")
        let done = try await desk.post("/sign-in/factor", ["code": right, "next": "/cases"], cookies: pending)
        #expect(done.status == .ok)
        #expect(Desk.cookie("caunoi_session", in: Desk.cookies(of: done)) != nil)
        let codes = String(buffer: done.body).matches(of: /<code>([a-z0-9-]{19})<\/code>/).map { String($0.1) }
        #expect(codes.count == RecoveryCode.count)
        #expect(try await desk.test.audited("account.second-factor-set") == 1)

        // The next time a code is asked for: the one that was used is none, a recovery code is one once.
        let next = Desk.cookies(of: try await desk.signIn("leader@mau"))
        let used = try await desk.post("/sign-in/code", ["code": right], cookies: next)
        #expect(used.status == .unprocessableContent)
        let recovered = try await desk.post("/sign-in/code", ["code": codes[0]], cookies: next)
        #expect(recovered.status == .seeOther)
        #expect(Desk.cookie("caunoi_token", in: Desk.cookies(of: recovered)) != nil)
        let again = Desk.cookies(of: try await desk.signIn("leader@mau"))
        #expect(try await desk.post("/sign-in/code", ["code": codes[0]], cookies: again).status == .unprocessableContent)
    }

    @Test func guessingCodesEndsTheSignIn() async throws {
        let desk = try await Desk.make()
        try await desk.account("leader@mau", role: .leader)
        let pending = Desk.cookies(of: try await desk.signIn("leader@mau"))
        for _ in 0..<5 {
            #expect(try await desk.post("/sign-in/factor", ["code": "000000"], cookies: pending).status == .unprocessableContent)
        }
        let late = try await desk.post("/sign-in/factor", ["code": try await desk.code("leader@mau")], cookies: pending)
        #expect(late.status == .seeOther)
        #expect(late.headers[.location]?.hasPrefix("/sign-in?") == true)
        #expect(Desk.cookie("caunoi_session", in: Desk.cookies(of: late)) == nil)
    }

    @Test func theSecondStepWithoutTheFirstLeadsBack() async throws {
        let desk = try await Desk.make()
        for path in ["/sign-in/code", "/sign-in/factor"] {
            let answer = try await desk.test.ask(.get, path, by: nil)
            #expect(answer.status == .seeOther)
            #expect(answer.headers[.location]?.hasPrefix("/sign-in?") == true)
        }
    }

    @Test func staffMayHaveOneAndTakeItAwayByACode() async throws {
        let desk = try await Desk.make()
        try await desk.account()
        let cookies = try await desk.cookies()
        #expect(try await desk.test.ask(.get, "/account/second-factor", by: nil, [.cookie: cookies]).status == .ok)
        let set = try await desk.post("/account/second-factor", ["code": try await desk.code("staff@mau")], cookies: cookies)
        let codes = String(buffer: set.body).matches(of: /<code>([a-z0-9-]{19})<\/code>/).map { String($0.1) }
        #expect(try await desk.signIn().headers[.location]?.hasPrefix("/sign-in/code") == true)
        let refused = try await desk.post("/account/second-factor/removal", ["code": "000000"], cookies: cookies)
        #expect(refused.status == .unprocessableContent)
        let taken = try await desk.post("/account/second-factor/removal", ["code": try #require(codes.first)], cookies: cookies)
        #expect(taken.status == .seeOther)
        #expect(try await desk.signIn().headers[.location] == "/")
    }

    @Test func whoMustHaveOneMovesItToAnotherPhoneByARecoveryCode() async throws {
        let desk = try await Desk.make()
        try await desk.account("leader@mau", role: .leader)
        let pending = Desk.cookies(of: try await desk.signIn("leader@mau"))
        _ = try await desk.test.ask(.get, "/sign-in/factor", by: nil, [.cookie: pending])
        let done = try await desk.post("/sign-in/factor", ["code": try await desk.code("leader@mau")], cookies: pending)
        let codes = String(buffer: done.body).matches(of: /<code>([a-z0-9-]{19})<\/code>/).map { String($0.1) }
        let cookies = Desk.cookies(of: done)
        let old = try await desk.totp("leader@mau").secret

        let refused = try await desk.post("/account/second-factor/replacement", ["code": "000000"], cookies: cookies)
        #expect(refused.status == .unprocessableContent)
        let unasked = try await desk.post("/account/second-factor/replacement/confirmation", ["code": "000000"], cookies: cookies)
        #expect(unasked.status == .conflict, "nothing was begun")
        let page = try await desk.post("/account/second-factor/replacement", ["code": codes[0]], cookies: cookies)
        #expect(page.status == .ok && page.text.contains("/account/second-factor/replacement/confirmation"))
        // Until the first code of the new one has come the old one holds.
        #expect(try await desk.totp("leader@mau").secret == old)
        let wrong = try await desk.post("/account/second-factor/replacement/confirmation", ["code": "000000"], cookies: cookies)
        #expect(wrong.status == .unprocessableContent)
        let code = try await desk.totp("leader@mau", column: "next_sealed_secret").code(at: Int(Date().timeIntervalSince1970 / TOTP.step))
        let moved = try await desk.post("/account/second-factor/replacement/confirmation", ["code": code], cookies: cookies)
        #expect(moved.status == .ok)
        #expect(try await desk.totp("leader@mau").secret != old)
        // The recovery codes are new ones, and the code was used.
        let fresh = moved.text.matches(of: /<code>([a-z0-9-]{19})<\/code>/).map { String($0.1) }
        #expect(fresh.count == RecoveryCode.count && Set(fresh).isDisjoint(with: codes))
        let next = Desk.cookies(of: try await desk.signIn("leader@mau"))
        #expect(try await desk.post("/sign-in/code", ["code": code], cookies: next).status == .unprocessableContent)
        #expect(try await desk.post("/sign-in/code", ["code": codes[1]], cookies: next).status == .unprocessableContent)
        #expect(try await desk.post("/sign-in/code", ["code": fresh[0]], cookies: next).status == .seeOther)
        #expect(try await desk.test.audited("account.second-factor-set") == 2)
    }

    @Test func aShortPasswordDoesNotStandAlone() async throws {
        let desk = try await Desk.make()
        // Chosen while a second factor stood beside it, which somebody has taken away.
        try await desk.account(password: "tám chữ số")
        let first = try await desk.signIn(password: "tám chữ số")
        #expect(first.headers[.location] == "/sign-in/factor?next=/")
        let pending = Desk.cookies(of: first)
        #expect(Desk.cookie("caunoi_session", in: pending) == nil)
        let page = try await desk.test.ask(.get, "/sign-in/factor", by: nil, [.cookie: pending])
        #expect(page.text.contains("ngắn hơn 15 ký tự"))
        let done = try await desk.post("/sign-in/factor", ["code": try await desk.code("staff@mau")], cookies: pending)
        #expect(Desk.cookie("caunoi_session", in: Desk.cookies(of: done)) != nil)
    }

    @Test func theDatabaseDoesNotTellTheSecret() async throws {
        let desk = try await Desk.make()
        try await desk.account("leader@mau", role: .leader)
        let pending = Desk.cookies(of: try await desk.signIn("leader@mau"))
        let page = try await desk.test.ask(.get, "/sign-in/factor", by: nil, [.cookie: pending])
        let spoken = try #require(String(buffer: page.body).firstMatch(of: /<code>([A-Z2-7 ]+)<\/code>/)?.1)
        let sealed = try await desk.database.transaction(.service) {
            try await $0.value("select sealed_secret from second_factors", as: Data.self)
        }
        let secret = try await desk.totp("leader@mau").secret
        #expect(TOTP(secret: secret).spoken == String(spoken))
        #expect(sealed?.range(of: secret) == nil)
    }
}

extension Desk {
    /// Sends a form as a browser with `cookies` does.
    func post(_ path: String, _ fields: [String: String], cookies: String) async throws -> TestResponse {
        let body = fields.map { "\(Self.encoded($0.key))=\(Self.encoded($0.value))" }.joined(separator: "&")
        return try await test.ask(
            .post, path, by: nil, [.contentType: "application/x-www-form-urlencoded", .cookie: cookies], body: Data(body.utf8))
    }

    /// What the app of an account's person holds.
    func totp(_ login: String, column: SQL = "sealed_secret") async throws -> TOTP {
        let box = SecretBox(secret: try test.house.configuration.tokenPrivateKeyPEM())
        return try await database.transaction(.service) { transaction in
            let account = try #require(try await accounts.find(login: login, in: transaction))
            let sealed = try await transaction.value(
                "select \(column) from second_factors where account = \(account.id)", as: Data.self)
            return TOTP(secret: try box.open(try #require(sealed), for: account.id.description))
        }
    }

    func code(_ login: String) async throws -> String {
        try await totp(login).code(at: Int(Date().timeIntervalSince1970 / TOTP.step))
    }
}
