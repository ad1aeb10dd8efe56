import Database
import Foundation
import HTTPTypes
import HummingbirdTesting
import Models
import ServiceKit
import TestKit
import Testing

@testable import Portal

@Suite struct OpenIDTests {
    /// A desk whose one account has an address, and its provider.
    private static func make(_ settings: [String: String] = ["CAUNOI_OPENID_ACCOUNTS": "email"]) async throws -> (Desk, PretendProvider) {
        let provider = try await PretendProvider.start()
        let desk = try await Desk.make(environment: provider.settings.merging(settings) { $1 })
        try await desk.account("nguoi@mau", email: "nguoi@mau.example")
        return (desk, provider)
    }

    private static let known: [String: PretendProvider.JSON] = ["email": .text("Nguoi@mau.example"), "email_verified": .truth(true)]

    /// Goes there and comes back. Returns where the browser is led in the end, and its cookies.
    private static func signIn(_ desk: Desk, _ provider: PretendProvider, extra: String = "") async throws -> (to: String?, cookies: String)
    {
        let there = try await desk.test.ask(.get, "/sign-in/provider?next=/cases", by: nil)
        #expect(there.status == .seeOther)
        guard let address = there.headers[.location], address.hasPrefix(provider.issuer) else {
            return (there.headers[.location], Desk.cookies(of: there))
        }
        let back = try await desk.test.ask(
            .get, try provider.visit(address) + extra, by: nil, [.cookie: Desk.cookies(of: there)])
        return (back.headers[.location], Desk.cookies(of: back))
    }

    @Test func aVerifiedAddressOpensTheOneAccountThatHasIt() async throws {
        let (desk, provider) = try await Self.make()
        provider.answer(.init(claims: Self.known))
        let first = try await Self.signIn(desk, provider)
        #expect(first.to == "/cases")
        #expect(Desk.cookie("caunoi_session", in: first.cookies) != nil)
        // From then on it is the person, whatever the address.
        provider.answer(.init())
        #expect(try await Self.signIn(desk, provider).to == "/cases")
        #expect(try await desk.test.audited("account.provider-connected") == 1)
        #expect(try await desk.test.audited("sign_in.succeeded") == 2)
    }

    @Test func anAccountThatIsBeingClosedLetsNobodyInMeanwhile() async throws {
        let (desk, provider) = try await Self.make()
        provider.answer(.init(claims: Self.known))
        #expect(try await Self.signIn(desk, provider).to == "/cases")
        let coming = try await desk.database.transaction(.service) { transaction in
            try await transaction.execute("update accounts set active = false where login = 'nguoi@mau'")
            let coming = Task { try await Self.signIn(desk, provider).to }
            // Until they wait for this transaction; nobody who does not look at the lock ever would.
            for _ in 0..<200 {
                let waiting = try await transaction.value(
                    "select count(*) from pg_locks where not granted and transactionid = pg_current_xact_id()::xid", as: Int.self)
                if waiting ?? 0 > 0 { break }
                try await Task.sleep(for: .milliseconds(10))
            }
            return coming
        }
        #expect(try await coming.value == "/sign-in?next=/cases&provider=unknown")
    }

    @Test(arguments: [
        ["email": PretendProvider.JSON.text("nguoi@mau.example")],
        ["email": .text("nguoi@mau.example"), "email_verified": .truth(false)],
        ["email": .text("nguoi@mau.example"), "email_verified": .text("false")],
        ["email": .text("khac@mau.example"), "email_verified": .truth(true)],
        ["email_verified": .truth(true)],
    ])
    func anAddressThatNobodyVerifiedOpensNothing(claims: [String: PretendProvider.JSON]) async throws {
        let (desk, provider) = try await Self.make()
        provider.answer(.init(claims: claims))
        #expect(try await Self.signIn(desk, provider).to == "/sign-in?next=/cases&provider=unknown")
    }

    @Test func anAddressOfTwoAccountsOpensNeither() async throws {
        let (desk, provider) = try await Self.make()
        try await desk.account("nguoi-2@mau", email: "nguoi@mau.example")
        provider.answer(.init(claims: Self.known))
        #expect(try await Self.signIn(desk, provider).to == "/sign-in?next=/cases&provider=unknown")
    }

    @Test func withoutTheInstallationsWordAnAddressOpensNothing() async throws {
        let (desk, provider) = try await Self.make([:])
        provider.answer(.init(claims: Self.known))
        #expect(try await Self.signIn(desk, provider).to == "/sign-in?next=/cases&provider=unknown")
    }

    @Test(arguments: [
        ["iss": PretendProvider.JSON.text("https://other.example")], ["aud": .text("other")], ["aud": .texts([])],
        ["aud": .texts([PretendProvider.clientID, "other"])], ["azp": .text("other")], ["nonce": .text("other")], ["nonce": .null],
        ["exp": .number(Date().timeIntervalSince1970 - 120)], ["iat": .number(Date().timeIntervalSince1970 + 600)], ["sub": .text("")],
        ["sub": .null], ["sub": .text(String(repeating: "s", count: 256))],
    ])
    func aTokenThatIsNotForThisVisitSignsNobodyIn(claims: [String: PretendProvider.JSON]) async throws {
        let (desk, provider) = try await Self.make()
        provider.answer(.init(claims: Self.known.merging(claims) { $1 }))
        let end = try await Self.signIn(desk, provider)
        #expect(end.to == "/sign-in?next=/cases&provider=invalid")
        #expect(Desk.cookie("caunoi_session", in: end.cookies) == nil)
        #expect(try await desk.test.audited("sign_in.provider-failed") == 1)
    }

    @Test func aTokenThatTheProviderDidNotSignIsRefused() async throws {
        let (desk, provider) = try await Self.make()
        provider.answer(.init(claims: Self.known, isForged: true))
        #expect(try await Self.signIn(desk, provider).to == "/sign-in?next=/cases&provider=invalid")
        let claims = Data(#"{"iss":"\#(provider.issuer)","aud":"cầu nối","sub":"x","exp":4000000000,"iat":1}"#.utf8).base64URL
        for header in [#"{"alg":"none"}"#, #"{"alg":"HS256","kid":"shared"}"#, #"{"alg":"HS256","kid":"k1"}"#] {
            provider.answer(.init(token: "\(Data(header.utf8).base64URL).\(claims)."))
            #expect(try await Self.signIn(desk, provider).to == "/sign-in?next=/cases&provider=invalid")
        }
        provider.answer(.init(token: "no token"))
        #expect(try await Self.signIn(desk, provider).to == "/sign-in?next=/cases&provider=invalid")
    }

    @Test func severalAudiencesHoldWhereTheTokenIsSaidToBeForUs() async throws {
        let (desk, provider) = try await Self.make()
        let ours = PretendProvider.clientID
        provider.answer(.init(claims: Self.known.merging(["aud": .texts(["other", ours]), "azp": .text(ours)]) { $1 }))
        #expect(try await Self.signIn(desk, provider).to == "/cases")
    }

    @Test func aNewKeyOfTheProviderIsAskedFor() async throws {
        let (desk, provider) = try await Self.make()
        let visitor = OpenIDProvider(
            try #require(try OpenIDSettings.read(desk.test.house.configuration)), returnAddress: "http://127.0.0.1/sign-in/provider/return",
            clock: desk.test.clock.wall)
        func come() async throws -> IDToken {
            let visit = OpenIDVisit(next: NextPage(nil))
            _ = try provider.visit(try await visitor.address(of: visit, language: "vi"))
            return try await visitor.person(of: visit, answer: OpenIDAnswer(state: visit.state, code: "c", issuer: nil))
        }
        provider.answer(.init(claims: ["iat": .number(0), "exp": .number(9_000_000_000)]))
        #expect(try await come().sub == "người thứ nhất")
        provider.changeKey()
        // Not with every token that no key opens: strangers would have us ask without end.
        await #expect(throws: OpenIDFault.invalid) { try await come() }
        desk.test.clock.pass(31)
        #expect(try await come().sub == "người thứ nhất")
    }

    @Test(arguments: [
        ["issuer": PretendProvider.JSON.text("https://other.example")], ["token_endpoint": .text("http://other.example/token")],
        ["jwks_uri": .text("file:///etc/passwd")], ["authorization_endpoint": .null],
        ["code_challenge_methods_supported": .texts(["plain"])],
    ])
    func aProviderThatCannotDoItSafelyIsNotGoneTo(metadata: [String: PretendProvider.JSON]) async throws {
        let (desk, provider) = try await Self.make()
        provider.answer(.init(metadata: metadata))
        #expect(try await Self.signIn(desk, provider).to == "/sign-in?next=/cases&provider=invalid")
    }

    @Test func anAnswerMustNameTheProviderWhereItSaysThatItDoes() async throws {
        let (desk, provider) = try await Self.make()
        provider.answer(.init(claims: Self.known, metadata: ["authorization_response_iss_parameter_supported": .truth(true)]))
        #expect(try await Self.signIn(desk, provider).to == "/sign-in?next=/cases&provider=invalid")
        #expect(try await Self.signIn(desk, provider, extra: "&iss=https://other.example").to == "/sign-in?next=/cases&provider=invalid")
        #expect(try await Self.signIn(desk, provider, extra: "&iss=\(provider.issuer)").to == "/cases")
    }

    @Test func aProviderThatIsAwayShutsNobodyOut() async throws {
        let desk = try await Desk.make(
            environment: ["CAUNOI_OPENID_ISSUER": "http://127.0.0.1:1", "CAUNOI_OPENID_CLIENT_ID": "x", "CAUNOI_OPENID_NAME": "Cổng mẫu"])
        try await desk.account()
        let answer = try await desk.test.ask(.get, "/sign-in/provider?next=/cases", by: nil)
        #expect(answer.headers[.location] == "/sign-in?next=/cases&provider=away")
        let page = try await desk.test.ask(.get, "/sign-in?next=/cases&provider=away", by: nil)
        #expect(page.status == .ok && page.text.contains("Cổng mẫu không trả lời"))
        #expect(try await desk.signIn().status == .seeOther)
    }

    @Test func whoeverMustHaveASecondFactorIsAskedForOursUnlessTheInstallationTrustsTheirs() async throws {
        for (trust, amr, next) in [
            ("ours", ["pwd", "mfa"], "/sign-in/factor?next=/cases"), ("theirs", ["pwd"], "/sign-in/factor?next=/cases"),
            ("theirs", ["pwd", "otp", "mfa"], "/cases"),
        ] {
            let (desk, provider) = try await Self.make(["CAUNOI_OPENID_ACCOUNTS": "email", "CAUNOI_OPENID_SECOND_FACTOR": trust])
            try await desk.account("lanh-dao@mau", role: .leader, email: "lanh-dao@mau.example")
            provider.answer(
                .init(claims: ["email": .text("lanh-dao@mau.example"), "email_verified": .truth(true), "amr": .texts(amr)]))
            #expect(try await Self.signIn(desk, provider).to == next)
        }
    }

    @Test func withoutAProviderThereIsNoSuchWay() async throws {
        let desk = try await Desk.make()
        #expect(try await desk.test.ask(.get, "/sign-in/provider", by: nil).status == .notFound)
        #expect(try await desk.test.ask(.get, "/sign-in/provider/return?code=c&state=s", by: nil).status == .notFound)
        #expect(!(try await desk.test.ask(.get, "/sign-in", by: nil)).text.contains("/sign-in/provider"))
    }

    @Test(arguments: [
        "http://provider.example", "provider.example", "https://", "https://user@provider.example", "https://provider.example?x=1",
    ])
    func anIssuerToWhichNothingCanBeSentSafelyStopsTheStart(issuer: String) async throws {
        let configuration = try await ServiceConfiguration(
            environment: ["CAUNOI_OPENID_ISSUER": issuer, "CAUNOI_OPENID_CLIENT_ID": "x"])
        #expect(throws: ConfigurationError.self) { try OpenIDSettings.read(configuration) }
    }

    @Test func aWayThatTookTooLongOrIsNotOursIsNone() throws {
        let box = SecretBox(secrets: ["one"])
        let begun = Date()
        let cookie = try OpenIDVisit(next: NextPage("/cases"), at: begun).cookie(box)
        #expect(OpenIDVisit(cookie: cookie, box: box, at: begun.addingTimeInterval(599))?.nextPage.path == "/cases")
        #expect(OpenIDVisit(cookie: cookie, box: box, at: begun.addingTimeInterval(601)) == nil)
        #expect(OpenIDVisit(cookie: cookie, box: SecretBox(secrets: ["another"])) == nil)
        #expect(OpenIDVisit(cookie: "", box: box) == nil)
        // A sealed second factor is not taken for one.
        #expect(OpenIDVisit(cookie: try box.seal(Data("{}".utf8), for: "account").base64URL, box: box) == nil)
    }
}
