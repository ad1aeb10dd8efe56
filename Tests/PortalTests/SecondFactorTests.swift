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
        let shown = try NewFactorOnPage(page)
        let wrong = try await desk.post("/sign-in/factor", ["code": "000000", "secret": shown.sealed, "next": "/cases"], cookies: pending)
        #expect(wrong.status == .unprocessableContent)
        #expect(try NewFactorOnPage(wrong).spoken == shown.spoken, "the same is shown again")
        let right = shown.code
        let done = try await desk.post("/sign-in/factor", ["code": right, "secret": shown.sealed, "next": "/cases"], cookies: pending)
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
        let shown = try NewFactorOnPage(try await desk.test.ask(.get, "/sign-in/factor", by: nil, [.cookie: pending]))
        for _ in 0..<5 {
            let wrong = try await desk.post("/sign-in/factor", ["code": "000000", "secret": shown.sealed], cookies: pending)
            #expect(wrong.status == .unprocessableContent)
        }
        let late = try await desk.post("/sign-in/factor", ["code": shown.code, "secret": shown.sealed], cookies: pending)
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
        let shown = try NewFactorOnPage(try await desk.test.ask(.get, "/account/second-factor", by: nil, [.cookie: cookies]))
        let set = try await desk.post("/account/second-factor", ["code": shown.code, "secret": shown.sealed], cookies: cookies)
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
        let shown = try NewFactorOnPage(try await desk.test.ask(.get, "/sign-in/factor", by: nil, [.cookie: pending]))
        let done = try await desk.post("/sign-in/factor", ["code": shown.code, "secret": shown.sealed], cookies: pending)
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
        let shown = try NewFactorOnPage(page)
        let done = try await desk.post("/sign-in/factor", ["code": shown.code, "secret": shown.sealed], cookies: pending)
        #expect(Desk.cookie("caunoi_session", in: Desk.cookies(of: done)) != nil)
    }

    @Test func lookingAtTheFormChangesNothing() async throws {
        let desk = try await Desk.make()
        try await desk.account()
        let cookies = try await desk.cookies()
        let first = try NewFactorOnPage(try await desk.test.ask(.get, "/account/second-factor", by: nil, [.cookie: cookies]))
        let second = try NewFactorOnPage(try await desk.test.ask(.get, "/account/second-factor", by: nil, [.cookie: cookies]))
        #expect(first.spoken != second.spoken, "who was shown one holds nothing of the next")
        let kept = try await desk.database.transaction(.service) { try await $0.value("select count(*) from second_factors", as: Int.self) }
        #expect(kept == 0)
    }

    @Test func aSecretOfAnotherAccountOrOfNobodyIsNotTaken() async throws {
        let desk = try await Desk.make()
        try await desk.account("leader@mau", role: .leader)
        try await desk.account()
        let pending = Desk.cookies(of: try await desk.signIn("leader@mau"))
        let leaders = try NewFactorOnPage(try await desk.test.ask(.get, "/sign-in/factor", by: nil, [.cookie: pending]))
        let cookies = try await desk.cookies()
        for sealed in [leaders.sealed, "", "AAAA"] {
            let answer = try await desk.post("/account/second-factor", ["code": leaders.code, "secret": sealed], cookies: cookies)
            #expect(answer.status == .unprocessableContent && answer.text.contains("Mã QR đã quá hạn"))
        }
    }

    @Test func whatAFormerSecretSealedIsSealedAnewWhenItIsUsed() async throws {
        let desk = try await Desk.make()
        let account = try await desk.leaderWithFactor()
        let before = SecretBox(secrets: try desk.test.house.configuration.sealingSecrets())
        let after = SecretBox(secrets: ["another"] + (try desk.test.house.configuration.sealingSecrets()))
        let factor = SecondFactor(box: after, isEnforced: true, clock: WallClock { Date() + 60 })
        let secret = try await desk.totp("leader@mau").secret
        let code = TOTP(secret: secret).code(at: Int((Date().timeIntervalSince1970 + 60) / TOTP.step))
        #expect(try await desk.database.transaction(.service) { try await factor.takes(code, of: account, in: $0) })
        let found = try await desk.database.transaction(.service) {
            try await $0.value("select sealed_secret from second_factors", as: Data.self)
        }
        let sealed = try #require(found)
        #expect(throws: (any Error).self) { try before.open(sealed, for: account.description) }
        #expect(try after.opened(sealed, for: account.description).isOld == false)
    }

    @Test func theDatabaseDoesNotTellTheSecret() async throws {
        let desk = try await Desk.make()
        try await desk.account("leader@mau", role: .leader)
        let pending = Desk.cookies(of: try await desk.signIn("leader@mau"))
        let page = try await desk.test.ask(.get, "/sign-in/factor", by: nil, [.cookie: pending])
        let shown = try NewFactorOnPage(page)
        _ = try await desk.post("/sign-in/factor", ["code": shown.code, "secret": shown.sealed], cookies: pending)
        let sealed = try await desk.database.transaction(.service) {
            try await $0.value("select sealed_secret from second_factors", as: Data.self)
        }
        let secret = try await desk.totp("leader@mau").secret
        #expect(TOTP(secret: secret).spoken == shown.spoken)
        #expect(Data(shown.sealed.utf8).range(of: secret) == nil)
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
        let box = SecretBox(secrets: try test.house.configuration.sealingSecrets())
        return try await database.transaction(.service) { transaction in
            let account = try #require(try await accounts.find(login: login, in: transaction))
            let sealed = try await transaction.value(
                "select \(column) from second_factors where account = \(account.id)", as: Data.self)
            return TOTP(secret: try box.open(try #require(sealed), for: account.id.description))
        }
    }

    /// `leader@mau`, with a second factor.
    func leaderWithFactor() async throws -> AccountID {
        try await account("leader@mau", role: .leader)
        let pending = Desk.cookies(of: try await signIn("leader@mau"))
        let shown = try NewFactorOnPage(try await test.ask(.get, "/sign-in/factor", by: nil, [.cookie: pending]))
        _ = try await post("/sign-in/factor", ["code": shown.code, "secret": shown.sealed], cookies: pending)
        let found = try await database.transaction(.service) { try await self.accounts.find(login: "leader@mau", in: $0) }
        return try #require(found).id
    }
}

/// A second factor as its form shows it.
struct NewFactorOnPage {
    let spoken: String
    /// What the form carries along.
    let sealed: String

    init(_ page: TestResponse) throws {
        spoken = String(try #require(page.text.firstMatch(of: /<code>([A-Z2-7 ]+)<\/code>/)?.1))
        sealed = String(try #require(page.text.firstMatch(of: /name="secret" value="([^"]+)"/)?.1))
    }

    /// As the app shows it now.
    var code: String {
        let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
        var (bits, count, bytes) = (0, 0, Data())
        for letter in spoken where letter != " " {
            bits = (bits << 5 | (letters.firstIndex(of: letter) ?? 0)) & 0xFFFF
            count += 5
            guard count >= 8 else { continue }
            count -= 8
            bytes.append(UInt8(bits >> count & 0xFF))
        }
        return TOTP(secret: bytes).code(at: Int(Date().timeIntervalSince1970 / TOTP.step))
    }
}
