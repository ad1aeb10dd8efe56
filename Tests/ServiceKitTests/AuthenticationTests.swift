import Database
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import JWTKit
import Models
import TestKit
import Testing

@testable import ServiceKit

@Suite struct AuthenticationTests {
    private static let routes: @Sendable (Router<ServiceContext>) -> Void = { router in
        router.get("/api/v1/me") { _, context in
            let identity = try context.require()
            return try Response.json(["name": identity.name, "scope": identity.scope.text])
        }
        router.get("/api/v1/leaders") { _, context in
            try context.require(.leader, .administrator)
            return Response(status: .noContent)
        }
        router.post("/sign-out") { _, _ in Response(status: .noContent) }
    }

    private func status(_ house: HouseOfTests, _ uri: String, _ headers: HTTPFields, method: HTTPRequest.Method = .get) async throws
        -> TestResponse
    {
        let answer = Answer()
        try await house.test(Self.routes) { client in
            answer.set(try await client.execute(uri: uri, method: method, headers: headers) { $0 })
        }
        return try #require(answer.value)
    }

    @Test func withoutATokenJSONIs401AndSaysHow() async throws {
        let answer = try await status(HouseOfTests(), "/api/v1/me", [:])
        #expect(answer.status == .unauthorized)
        #expect(answer.headers[.wwwAuthenticate] == #"Bearer realm="caunoi""#)
    }

    @Test func aBearerTokenSaysWhoAsksAndWhoseRowsAreSeen() async throws {
        let house = try await HouseOfTests()
        let answer = try await status(house, "/api/v1/me", house.bearer())
        #expect(try answer.tree() == ["name": "Hoàng Thị Mỷ", "scope": .string("organisations:\(house.centre)")])
    }

    @Test func theCookieIsAsGood() async throws {
        let house = try await HouseOfTests()
        let token = try await house.signer.sign(house.staff, lifetime: 60)
        #expect(try await status(house, "/api/v1/me", [.cookie: "caunoi_lang=en; caunoi_token=\(token)"]).status == .ok)
        #expect(try await status(house, "/api/v1/me", [.cookie: "caunoi_token=\(token); caunoi_token=other;"]).status == .ok)
        #expect(try await status(house, "/api/v1/me", [.cookie: "x=1;\tcaunoi_token=\(token)"]).status == .ok)
        let others = [
            "caunoi_token=nonsense", "caunoi_token", "caunoi_token2=\(token)", "x_caunoi_token=\(token)", ";;=;caunoi_token =\(token)", "",
        ]
        for other in others {
            #expect(try await status(house, "/api/v1/me", [.cookie: other]).status == .unauthorized, "\(other)")
        }
    }

    @Test func anotherRoleIs403() async throws {
        let house = try await HouseOfTests()
        #expect(try await status(house, "/api/v1/leaders", house.bearer()).status == .forbidden)
    }

    @Test func tokensThatDoNotHoldAreRefusedWithTheReason() async throws {
        let house = try await HouseOfTests()
        let stranger = try await HouseOfTests()
        let yesterday = try await TokenSigner(privateKeyPEM: try TokenSigner.newPrivateKeyPEM(), clock: WallClock { Date() - 86_400 })
        let verifier = try await TokenVerifier(publicKeyPEM: yesterday.publicKeyPEM)
        await #expect(throws: TokenFault.expired) { try await verifier.verify(yesterday.sign(house.staff, lifetime: 60)) }
        let foreign = try await stranger.signer.sign(house.staff, lifetime: 60)
        await #expect(throws: TokenFault.invalid) { try await house.tokens.verify(foreign) }
        for header in ["Bearer \(foreign)", "Bearer ", "Bearer a.b.c", "Basic eDp5"] {
            let answer = try await status(house, "/api/v1/me", [.authorization: header])
            #expect(answer.status == .unauthorized, "\(header)")
            #expect(answer.headers[.wwwAuthenticate]?.contains("error=") == true)
        }
    }

    @Test func aRoleWithoutTheScopeItNeedsIsRefused() async throws {
        let house = try await HouseOfTests()
        let nowhere = Identity(subject: "x", name: "x", role: .leader, jti: "j")
        let token = try await house.signer.sign(nowhere, lifetime: 60)
        await #expect(throws: TokenFault.invalid) { try await house.tokens.verify(token) }
        #expect(nowhere.scope == .none)
    }

    @Test func aTokenForOneServiceIsGoodThereAlone() async throws {
        let house = try await HouseOfTests()
        let intake = try await TokenVerifier(publicKeyPEM: house.signer.publicKeyPEM, service: .intake)
        let reporting = try await TokenVerifier(publicKeyPEM: house.signer.publicKeyPEM, service: .reporting)
        let inner = try await house.signer.sign(house.staff, lifetime: 60, only: .intake)
        #expect(try await intake.verify(inner).subject == house.staff.subject)
        await #expect(throws: TokenFault.invalid) { try await reporting.verify(inner) }
        let everywhere = try await house.signer.sign(house.staff, lifetime: 60)
        for service in [intake, reporting] { #expect(try await service.verify(everywhere).subject == house.staff.subject) }
    }

    /// The key signs other things too: whatever is no token for access is none, though it said all that one says.
    @Test func whatTheSameKeySignsOtherwiseIsNoToken() async throws {
        struct Other: JWTPayload {
            var iss = "caunoi"
            var sub = "x"
            var name = "x"
            var jti = "x"
            var aud = "caunoi"
            var role = "ministry"
            var typ: String?
            var iat = Int(Date().timeIntervalSince1970)
            var exp = Int(Date().timeIntervalSince1970) + 60
            func verify(using algorithm: some JWTAlgorithm) throws {}
        }
        let house = try await HouseOfTests()
        let access = try await house.signer.keys.sign(Other(typ: "access"))
        #expect(try await house.tokens.verify(access).role == .ministry)
        for typ in [TrailHead.kind, TrailRoot.kind, "", nil] {
            let token = try await house.signer.keys.sign(Other(typ: typ))
            await #expect(throws: TokenFault.invalid) { try await house.tokens.verify(token) }
        }
    }

    @Test func aTokenThatWasLetInBeforeStillEnds() async throws {
        let house = try await HouseOfTests()
        let clock = TestClock()
        let verifier = try await TokenVerifier(publicKeyPEM: house.signer.publicKeyPEM, clock: clock.wall)
        let token = try await house.signer.sign(house.staff, lifetime: 60)
        for _ in 0..<2 { #expect(try await verifier.verify(token).subject == house.staff.subject) }
        clock.pass(61)
        await #expect(throws: TokenFault.expired) { try await verifier.verify(token) }
    }

    @Test func manyTokensAtOnceAreEachTheirOwnPersons() async throws {
        let house = try await HouseOfTests()
        let people = (0..<300).map { Identity(subject: "person \($0)", name: "x", role: .ministry, jti: "j\($0)") }
        var tokens: [String: String] = [:]
        for person in people { tokens[try await house.signer.sign(person, lifetime: 300)] = person.subject }
        let right = await withTaskGroup(of: Bool.self) { group in
            for (token, subject) in tokens {
                for _ in 0..<3 { group.addTask { (try? await house.tokens.verify(token))?.subject == subject } }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(right == 3 * people.count)
    }

    @Test func nobodyIsLetInBeforeItIsKnownWhatWasWithdrawn() async throws {
        let house = try await HouseOfTests()
        let revocations = Revocations(isRead: false)
        let starting = try await TokenVerifier(publicKeyPEM: house.signer.publicKeyPEM, revocations: revocations)
        let token = try await house.signer.sign(house.staff, lifetime: 60)
        await #expect(throws: TokenFault.unsettled) { try await starting.verify(token) }
        // One that is heard of is not the whole list.
        revocations.revoke(token: "token-1")
        await #expect(throws: TokenFault.unsettled) { try await starting.verify(token) }
        #expect(TokenFault.unsettled.problem.status == .serviceUnavailable)
        revocations.replace(tokens: ["token-1"], accounts: [:])
        await #expect(throws: TokenFault.revoked) { try await starting.verify(token) }
        revocations.replace(tokens: [], accounts: [:])
        #expect(try await starting.verify(token).subject == house.staff.subject)
    }

    @Test func revokedTokensAndAccountsAreOutAtOnce() async throws {
        let house = try await HouseOfTests()
        let token = try await house.signer.sign(house.staff, lifetime: 60)
        _ = try await house.tokens.verify(token)
        house.tokens.revocations.revoke(token: "token-1")
        await #expect(throws: TokenFault.revoked) { try await house.tokens.verify(token) }
        house.tokens.revocations.replace(tokens: [], accounts: ["account-1": Date()])
        await #expect(throws: TokenFault.revoked) { try await house.tokens.verify(token) }
        house.tokens.revocations.replace(tokens: [], accounts: ["account-1": Date() - 60])
        _ = try await house.tokens.verify(token)
    }

    @Test func aFormWithAFileIsRenewedWhereItArrives() async throws {
        let house = try await HouseOfTests()
        let old = try await house.signer.sign(house.staff, lifetime: -60)
        let new = try await house.signer.sign(house.staff, lifetime: 60)
        let foreign = try await HouseOfTests().signer.sign(house.staff, lifetime: 60)
        let cookie = "caunoi_token=\(new); Path=/; HttpOnly"
        let file: HTTPFields = [.contentType: "multipart/form-data; boundary=x", .cookie: "caunoi_session=s; caunoi_token=\(old)"]
        func answer(_ headers: HTTPFields, session: String?) async throws -> TestResponse {
            let answer = Answer()
            let routes: @Sendable (Router<ServiceContext>) -> Void = { router in
                router.post("/sign-out") { _, context in
                    Response(status: .ok, body: .init(byteBuffer: .init(string: context.identity?.name ?? "nobody")))
                }
            }
            try await house.test(routes, renewal: SessionRenewal { _ in session }) { client in
                answer.set(try await client.execute(uri: "/sign-out", method: .post, headers: headers) { $0 })
            }
            return try #require(answer.value)
        }
        let taken = try await answer(file, session: cookie)
        #expect(taken.text == house.staff.name && taken.headers[.setCookie] == cookie)
        #expect(try await answer(file, session: nil).status == .unauthorized)
        // A form without a file is led around; without a session nobody is asked; what never was ours is a stranger's.
        var headers = file
        headers[.contentType] = "application/x-www-form-urlencoded"
        #expect(try await answer(headers, session: cookie).status == .unauthorized)
        headers = file
        headers[.cookie] = "caunoi_token=\(old)"
        #expect(try await answer(headers, session: cookie).status == .unauthorized)
        headers[.cookie] = "caunoi_session=s; caunoi_token=\(foreign)"
        #expect(try await answer(headers, session: cookie).text == "nobody")
        // An account that was closed meanwhile has no token that holds.
        house.tokens.revocations.revoke(account: house.staff.subject, issuedUpTo: Date() + 1)
        #expect(try await answer(file, session: cookie).status == .unauthorized)
    }

    @Test(arguments: [
        (["Sec-Fetch-Site": "cross-site"], 403), (["Sec-Fetch-Site": "same-site"], 403), (["Sec-Fetch-Site": "same-origin"], 204),
        (["Origin": "https://evil.example"], 403), (["Origin": "null"], 403), (["Origin": "http://localhost"], 204), ([:], 204),
    ])
    func changesFromAnotherSiteAreRefused(headers: [String: String], code: Int) async throws {
        let house = try await HouseOfTests()
        let token = try await house.signer.sign(house.staff, lifetime: 60)
        var fields: HTTPFields = [.cookie: "caunoi_token=\(token)"]
        for (name, value) in headers { fields[try #require(HTTPField.Name(name))] = value }
        #expect(try await status(house, "/sign-out", fields, method: .post).status.code == code)
    }
}
