import Database
import Foundation
import HTTPTypes
import HummingbirdTesting
import Models
import ServiceKit
import TestKit
import Testing

@testable import Portal

@Suite struct SignInTests {
    @Test func theRightPasswordGivesASessionAndATokenThatEveryServiceVerifies() async throws {
        let desk = try await Desk.make()
        try await desk.account()
        let answer = try await desk.signIn(" STAFF@mau ", next: "/cases?status=assigned")
        #expect(answer.status == .seeOther)
        #expect(answer.headers[.location] == "/cases?status=assigned")
        let set = answer.headers[values: .setCookie]
        #expect(set.count == 3)
        #expect(set.prefix(2).allSatisfy { $0.hasSuffix("; Path=/; HttpOnly; SameSite=Lax") })
        #expect(
            set.last?.hasPrefix("caunoi_browser=") == true
                && set.last?.hasSuffix("; Path=/; HttpOnly; SameSite=Lax; Max-Age=15552000") == true)
        let token = try #require(Desk.cookie("caunoi_token", in: Desk.cookies(of: answer)))
        let identity = try await desk.test.house.tokens.verify(token)
        #expect(identity.role == .staff && identity.organisation == Desk.centre && identity.province == nil && identity.helper == nil)
        #expect(try await desk.test.audited("sign_in.succeeded") == 1)
    }

    @Test func behindHTTPSTheCookiesGoNowhereElse() async throws {
        let desk = try await Desk.make(publicURL: "https://tgpl.example")
        try await desk.account()
        let answer = try await desk.signIn()
        #expect(answer.headers[values: .setCookie].allSatisfy { $0.contains("; Secure") })
    }

    @Test func theDatabaseHoldsNeitherThePasswordNorTheSession() async throws {
        let desk = try await Desk.make()
        try await desk.account()
        let session = try #require(Desk.cookie("caunoi_session", in: try await desk.cookies()))
        let id = try #require(SessionID(cookie: session))
        let (kept, password) = try await desk.database.transaction(.service) { transaction in
            (
                try await transaction.value("select id_sha256 from sessions", as: Data.self),
                try await transaction.value("select password from accounts", as: String.self)
            )
        }
        #expect(kept == id.hash)
        #expect(password?.hasPrefix("$scrypt$ln=17,") == true)
    }

    @Test func aWrongPasswordAndAnUnknownLoginAreToldApartByNobody() async throws {
        let desk = try await Desk.make()
        try await desk.account()
        let wrong = try await desk.signIn(password: "mật khẩu khác")
        let unknown = try await desk.signIn("nobody@mau", password: "mật khẩu khác")
        for answer in [wrong, unknown] {
            #expect(answer.status == .unprocessableContent)
            #expect(answer.headers[values: .setCookie] == [])
            #expect(answer.text.contains("Tên đăng nhập hoặc mật khẩu không đúng."))
            #expect(!answer.text.contains("mật khẩu khác"))
        }
        #expect(try await desk.test.audited("sign_in.failed") == 2)
    }

    @Test func anEmptyFormSaysWhatIsMissing() async throws {
        let desk = try await Desk.make()
        let answer = try await desk.signIn("", password: "")
        #expect(answer.status == .unprocessableContent)
        #expect(answer.text.contains("href=\"#login\"") && answer.text.contains("href=\"#password\""))
    }

    @Test func anAccountThatIsWithdrawnCannotSignInNorGoOn() async throws {
        let desk = try await Desk.make()
        try await desk.account()
        let cookies = try await desk.cookies()
        try await desk.database.transaction(.service) { _ = try await $0.execute("update accounts set active = false") }
        #expect(try await desk.signIn().status == .unprocessableContent)
        #expect(try await desk.test.ask(.get, "/sign-in?next=/cases", by: nil, [.cookie: cookies]).status == .ok)
    }

    @Test func guessingIsSlowedDownPerLoginAndEndsWithTheRightPassword() async throws {
        let desk = try await Desk.make()
        try await desk.account()
        let throttle = SignInThrottle(database: desk.database)
        let address = ClientAddress("192.0.2.7")
        for _ in 0..<SignInThrottle.ofLogin.free { try await throttle.admit(login: "staff@mau", from: address) }
        let early = try await desk.signIn()
        #expect(early.status == .tooManyRequests)
        #expect(early.headers[.retryAfter].flatMap { Int($0) }.map { (1...4).contains($0) } == true)
        #expect(try await desk.test.audited("sign_in.throttled") == 1)
        let later = SignInThrottle(database: desk.database, clock: WallClock { Date() + 5 })
        try await later.admit(login: "staff@mau", from: address)
        await #expect(throws: Problem.self) { try await later.admit(login: "staff@mau", from: address) }
        try await desk.database.transaction(.service) { transaction in
            later.succeeded(login: "staff@mau", from: address, in: transaction)
        }
        try await throttle.admit(login: "staff@mau", from: address)
    }

    @Test func aStrangerWhoGoesOnGuessingKeepsNobodyOutOfTheirOwnBrowser() async throws {
        let desk = try await Desk.make()
        for login in ["staff@mau", "other@mau"] { try await desk.account(login) }
        let own = try await desk.cookies()
        let others = Desk.cookies(of: try await desk.signIn("other@mau"))
        #expect(try await desk.signIn(password: "đoán mò từ xa", from: "198.51.100.1").status == .unprocessableContent)
        try await Self.holdBack(desk)
        #expect(try await desk.signIn(from: "198.51.100.2").status == .tooManyRequests)
        #expect(try await desk.signIn(from: "198.51.100.3", cookies: others).status == .tooManyRequests, "another's browser")
        #expect(try await desk.signIn(from: "198.51.100.4", cookies: own + "x").status == .tooManyRequests, "a forged one")
        #expect(try await desk.signIn(from: "192.0.2.77", cookies: own).status == .seeOther)
        #expect(try await desk.signIn(from: "198.51.100.2").status == .tooManyRequests, "strangers still wait")
        desk.test.clock.pass(KnownBrowsers.life + 1)
        _ = try await desk.signIn(password: "đoán mò từ xa", from: "198.51.100.1")
        try await Self.holdBack(desk)
        #expect(try await desk.signIn(from: "192.0.2.78", cookies: own).status == .tooManyRequests, "half a year later")
    }

    @Test func inAKnownBrowserGuessingIsSlowedDownToo() async throws {
        let desk = try await Desk.make()
        try await desk.account()
        let own = try await desk.cookies()
        for _ in 0..<SignInThrottle.ofLogin.free {
            #expect(try await desk.signIn(password: "đoán mò tại chỗ", cookies: own).status == .unprocessableContent)
        }
        #expect(try await desk.signIn(password: "đoán mò tại chỗ", cookies: own).status == .tooManyRequests)
        #expect(try await desk.signIn(from: "192.0.2.9").status == .seeOther, "elsewhere it is another count")
    }

    @Test func aBrowserIsKnownToTheLastOfThoseWhoShareIt() async throws {
        let box = SecretBox(secrets: ["a"])
        let browsers = KnownBrowsers(box: box, clock: .system)
        let accounts = (0..<6).map { _ in AccountID(at: Date()) }
        var cookie: String?
        for account in accounts { cookie = try browsers.cookie(after: account, cookie) }
        #expect(browsers.number(of: accounts[0], in: cookie) == nil)
        let numbers = accounts.dropFirst().compactMap { browsers.number(of: $0, in: cookie) }
        #expect(Set(numbers).count == 5 && (cookie?.count ?? 0) < 1_500)
        #expect(KnownBrowsers(box: SecretBox(secrets: ["b"]), clock: .system).number(of: accounts[5], in: cookie) == nil)
    }

    @Test func whoIsHeldBackFillsNoTrail() async throws {
        let desk = try await Desk.make()
        try await desk.account()
        let address = ClientAddress("192.0.2.7")
        try await SignInThrottle(database: desk.database).admit(login: "staff@mau", from: address)
        try await Self.holdBack(desk)
        // From other addresses too: it is one account that is tried.
        for number in 0..<25 { #expect(try await desk.signIn(from: "192.0.2.\(number + 10)").status == .tooManyRequests) }
        #expect(try await Self.times("sign_in.throttled", desk) == [nil, "10"])
        desk.test.clock.pass(3_600)
        #expect(try await desk.signIn().status == .tooManyRequests)
        #expect(try await Self.times("sign_in.throttled", desk) == [nil, "10", nil], "each hour is told of")
    }

    @Test func whoIsBehindAProxyThatIsTrustedIsSeen() async throws {
        let desk = try await Desk.make(environment: ["CAUNOI_HTTP_TRUSTED_PROXIES": "10.0.0.0/8"])
        try await SignInThrottle(database: desk.database).admit(login: "nobody@mau", from: ClientAddress("192.0.2.7"))
        try await Self.holdBack(desk)
        #expect(try await desk.signIn(from: "192.0.2.7, 10.0.0.1").status == .tooManyRequests)
        #expect(try await desk.signIn(from: "192.0.2.8, 10.0.0.1").status == .unprocessableContent)
    }

    /// As after many failures: for the longest time.
    private static func holdBack(_ desk: Desk) async throws {
        try await desk.database.transaction(.service) { _ = try await $0.execute("update sign_in_attempts set failures = 100") }
    }

    /// How many each line says that it was.
    private static func times(_ action: String, _ desk: Desk) async throws -> [String?] {
        try await desk.database.transaction(.service) { transaction in
            try await transaction.rows("select details ->> 'times' as times from audit where action = \(action) order by at, id").map {
                try $0.get("times")
            }
        }
    }

    @Test func guessesSideBySideCountToo() async throws {
        let desk = try await Desk.make()
        let throttle = SignInThrottle(database: desk.database)
        let admitted = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<30 {
                group.addTask { (try? await throttle.admit(login: "x", from: ClientAddress("192.0.2.8"))) != nil }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(admitted == SignInThrottle.ofLogin.free)
    }

    @Test func anAddressIsSlowedDownWhateverLoginItTries() async throws {
        let desk = try await Desk.make()
        let throttle = SignInThrottle(database: desk.database)
        for number in 0..<SignInThrottle.ofAddress.free {
            try await throttle.admit(login: "login\(number)", from: ClientAddress("2001:db8:1:2::\(number)"))
        }
        await #expect(throws: Problem.self) { try await throttle.admit(login: "y", from: ClientAddress("2001:db8:1:2:ffff::1")) }
        try await throttle.admit(login: "y", from: ClientAddress("2001:db8:1:3::1"))
    }
}
