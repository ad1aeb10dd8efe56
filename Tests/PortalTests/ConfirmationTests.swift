import Database
import Foundation
import HTTPTypes
import HummingbirdTesting
import Models
import ServiceKit
import TestKit
import Testing

@testable import Portal

/// Showing again who one is before what decides about ways in is changed.
struct ConfirmationTests {
    private static let form = ["login": "moi@mau.example", "name": "Lò Thị Mới", "role": "staff", "email": "moi@mau.example"]

    @Test func whoSignedInLongAgoIsAskedAndLosesNothingTheyTyped() async throws {
        let desk = try await Desk.make()
        try await desk.account()
        let cookies = try await desk.cookies()
        try await desk.letTimePass()
        let asked = try await desk.post("/account/handback", ["reason": "Chuyển công tác"], cookies: cookies)
        #expect(asked.status == .forbidden && asked.text.contains("Xác nhận lại"))
        #expect(asked.text.contains("name=\"reason\" value=\"Chuyển công tác\""))
        #expect(try await desk.test.audited("account.handed-back") == 0)

        let wrong = try await desk.post("/account/handback", ["reason": "Chuyển công tác", "_password": "sai rồi nhé"], cookies: cookies)
        #expect(wrong.status == .unprocessableContent && wrong.text.contains("Mật khẩu không đúng"))
        #expect(wrong.text.contains("Chuyển công tác") && !wrong.text.contains("sai rồi nhé"))
        let right = try await desk.post("/account/handback", ["reason": "Chuyển công tác", "_password": Desk.password], cookies: cookies)
        #expect(right.status == .seeOther)
        #expect(try await desk.test.audited("account.handed-back") == 1)
        #expect(try await desk.test.audited("sign_in.confirmed") == 1)
    }

    @Test func whoHasASecondFactorShowsThatToo() async throws {
        let desk = try await Desk.make()
        _ = try await desk.leaderWithFactor()
        let secret = try await desk.totp("leader@mau").secret
        let pending = Desk.cookies(of: try await desk.signIn("leader@mau"))
        let now = Int(Date().timeIntervalSince1970 / TOTP.step)
        let entered = try await desk.post("/sign-in/code", ["code": TOTP(secret: secret).code(at: now + 1)], cookies: pending)
        let cookies = Desk.cookies(of: entered)
        try await desk.letTimePass()
        let half = try await desk.post("/account/confirmation", ["_password": Desk.password], cookies: cookies)
        #expect(half.status == .unprocessableContent, "the password alone is not enough")
        _ = try await desk.database.transaction(.service) { try await $0.execute("update second_factors set last_step = 0") }
        let whole = try await desk.post(
            "/account/confirmation", ["_password": Desk.password, "_code": TOTP(secret: secret).code(at: now)], cookies: cookies)
        #expect(whole.status == .seeOther)
        // For a quarter of an hour nobody is asked again.
        #expect(try await desk.post("/account/handback", ["reason": ""], cookies: cookies).status == .seeOther)
    }

    @Test func aCallOfTheAPISaysWhereToShowIt() async throws {
        let desk = try await Desk.make()
        try await desk.account("giu@mau", role: .administrator)
        let cookies = try await desk.sessionOf("giu@mau")
        try await desk.letTimePass()
        let call = {
            try await desk.test.ask(
                .post, "/api/v1/account/handback", by: nil, [.cookie: cookies, .contentType: "application/json"], body: Data("{}".utf8))
        }
        let refused = try await call()
        #expect(refused.status == .forbidden && refused.text.contains("urn:caunoi:problem:confirmation-needed"))
        #expect(refused.text.contains("/account/confirmation"))
        let page = try await desk.test.ask(.get, "/account/confirmation", by: nil, [.cookie: cookies])
        #expect(page.status == .ok && page.text.contains("name=\"_password\""))
        #expect(try await desk.post("/account/confirmation", ["_password": Desk.password], cookies: cookies).status == .seeOther)
        #expect(try await call().status == .noContent)
    }

    @Test func aNewPasswordDoesNotStandForIt() async throws {
        let desk = try await Desk.make()
        try await desk.account()
        let old = try await desk.cookies()
        try await desk.letTimePass()
        let typed = ["old": Desk.password, "password": "ba lá rau húng quế", "again": "ba lá rau húng quế"]
        let changed = try await desk.post("/account/password", typed, cookies: old)
        #expect(changed.status == .seeOther)
        let asked = try await desk.post("/account/handback", [:], cookies: Desk.cookies(of: changed))
        #expect(asked.status == .forbidden && asked.text.contains("name=\"_password\""))
        // Who signed in just now goes on unasked.
        let fresh = Desk.cookies(of: try await desk.signIn(password: "ba lá rau húng quế"))
        let back = ["old": "ba lá rau húng quế", "password": Desk.password, "again": Desk.password]
        let again = try await desk.post("/account/password", back, cookies: fresh)
        #expect(try await desk.post("/account/handback", [:], cookies: Desk.cookies(of: again)).status != .forbidden)
    }

    @Test func enteringAnAccountIsHeldToIt() async throws {
        let desk = try await Desk.make()
        try await desk.account("giu@mau", role: .administrator)
        let cookies = try await desk.sessionOf("giu@mau")
        try await desk.letTimePass()
        for path in [
            "/accounts", "/accounts/\(UUID())", "/accounts/\(UUID())/link", "/accounts/\(UUID())/revival",
            "/accounts/\(UUID())/second-factor/removal",
        ] {
            let asked = try await desk.post(path, Self.form, cookies: cookies)
            #expect(asked.status == .forbidden && asked.text.contains("name=\"_password\""), "\(path)")
        }
        // Closing an account, or its sessions, waits for nothing.
        #expect(try await desk.post("/accounts/\(UUID())/deactivation", [:], cookies: cookies).status == .notFound)
    }
}

/// Where sign-ins came from.
struct SignInPlaceTests {
    @Test func aPersonSeesTheirLatestSignInsAndAttempts() async throws {
        let desk = try await Desk.make()
        try await desk.account()
        _ = try await desk.signIn(password: "không phải thế này", from: "198.51.100.77")
        let cookies = Desk.cookies(of: try await desk.signIn(from: "2001:db8:7::5"))
        let page = try await desk.test.ask(.get, "/account", by: nil, [.cookie: cookies]).text
        #expect(page.contains("198.51.100.77") && page.contains("Đăng nhập sai"))
        #expect(page.contains("2001:db8:7::5"))
    }

    @Test func addressesGoAfterNinetyDaysAndTheTrailHasNone() async throws {
        let desk = try await Desk.make()
        try await desk.account()
        _ = try await desk.signIn(from: "198.51.100.77")
        let count: SQL = "select count(*) from sign_in_places where host(address) = '198.51.100.77'"
        #expect(try await desk.database.transaction(.service) { try await $0.value(count, as: Int.self) } == 1)
        let told = try await desk.database.transaction(.service) {
            try await $0.value("select count(*) from audit where details::text like '%198.51.100.77%'", as: Int.self)
        }
        #expect(told == 0)
        _ = try await desk.database.transaction(.service) {
            try await $0.execute("update sign_in_places set at = at - interval '91 days'")
        }
        for sweep in desk.test.parts.sweeps { _ = try await sweep(in: desk.database) }
        #expect(try await desk.database.transaction(.service) { try await $0.value(count, as: Int.self) } == 0)
    }
}

/// The link by which somebody chooses a password anew.
struct LinkTests {
    @Test func aLinkThatSomebodyAskedForOpensInTheirBrowserAlone() async throws {
        let desk = try await Desk.make()
        try await desk.account(email: "staff@mau.example")
        let asked = try await desk.post("/forgotten", ["login": "staff@mau"], cookies: "")
        let browser = Desk.cookies(of: asked)
        let path = try #require(try await desk.test.told(AccountLinkIssued.self).last?.path)
        let elsewhere = try await desk.test.ask(.get, path, by: nil)
        #expect(elsewhere.status == .forbidden && elsewhere.text.contains("chỉ mở được trong trình duyệt đã yêu cầu"))
        let code = String(try #require(path.split(separator: "=").last))
        let chosen = ["code": code, "password": "ba lá rau húng quế", "again": "ba lá rau húng quế"]
        #expect(try await desk.post("/account/link", chosen, cookies: "").status == .forbidden)
        #expect(try await desk.test.ask(.get, path, by: nil, [.cookie: browser]).status == .ok)
        #expect(try await desk.post("/account/link", chosen, cookies: browser).status == .ok)
        #expect(try await desk.signIn(password: "ba lá rau húng quế").status == .seeOther)
    }

    @Test func whoAsksForALinkInSomebodysNameTakesNoneFromThem() async throws {
        let desk = try await Desk.make()
        try await desk.account(email: "staff@mau.example")
        let asked = try await desk.post("/forgotten", ["login": "staff@mau"], cookies: "")
        let path = try #require(try await desk.test.told(AccountLinkIssued.self).last?.path)
        _ = try await desk.post("/forgotten", ["login": "staff@mau"], cookies: "")
        #expect(try await desk.test.told(AccountLinkIssued.self).count == 2)
        #expect(try await desk.test.ask(.get, path, by: nil, [.cookie: Desk.cookies(of: asked)]).status == .ok)
    }

    @Test func whoAsksForAnUnknownLoginIsAnsweredTheSame() async throws {
        let desk = try await Desk.make()
        let answer = try await desk.post("/forgotten", ["login": "khong-co@mau"], cookies: "")
        #expect(answer.status == .ok && Desk.cookie("caunoi_asked", in: Desk.cookies(of: answer)) != nil)
    }
}

extension Desk {
    /// The cookies of somebody who signed in, set up a second factor where they must.
    func sessionOf(_ login: String) async throws -> String {
        let first = try await signIn(login)
        guard first.headers[.location]?.hasPrefix("/sign-in/factor") == true else { return Self.cookies(of: first) }
        let found = try await database.transaction(.service) { try await self.accounts.find(login: login, in: $0) }
        let account = try #require(found)
        let begun = try await database.transaction(.service) { try await self.sessions.begin(account.id, browser: nil, in: $0) }
        let token = try await test.signer.sign(account.identity(at: Date(), session: begun.key), lifetime: 300)
        return "caunoi_session=\(begun.id.cookie); caunoi_token=\(token)"
    }

    /// So long ago was the last time that anybody showed who they are.
    func letTimePass() async throws {
        _ = try await database.transaction(.service) {
            try await $0.execute("update sessions set confirmed_at = confirmed_at - interval '16 minutes'")
        }
    }
}
