import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Models
import Testing

@testable import ServiceKit

struct AccessTableTests {
    @Test func everyRightIsSaidOnceAndUsedSomewhere() {
        #expect(
            AccessTable.rights.map(\.name).sorted { $0.rawValue < $1.rawValue } == RightName.allCases.sorted { $0.rawValue < $1.rawValue })
        for right in AccessTable.rights {
            #expect(!AccessTable.endpoints(of: right.name).isEmpty, "\(right.name.rawValue)")
            #expect(!right.reaches.isEmpty, "\(right.name.rawValue)")
        }
    }

    /// What takes no right is a way in, or public. A new one is added here by who has looked at it with *Ways in* of docs/security.md.
    @Test func everyRouteThatTakesNoRightWasLookedAt() {
        let open = AccessTable.endpoints.filter { $0.right == nil }.map { "\($0.method) \($0.path)" }.sorted()
        let looked = [
            "GET /",
            "GET /account/link",
            "GET /api/asyncapi.json",
            "GET /api/openapi.json",
            "GET /calendar/feed.ics",
            "GET /forgotten",
            "GET /healthz",
            "GET /metrics",
            "GET /readyz",
            "GET /requests/new",
            "GET /requests/resume",
            "GET /requests/track",
            "GET /requests/track/helper-change",
            "GET /session/renew",
            "GET /sign-in",
            "GET /sign-in/code",
            "GET /sign-in/factor",
            "GET /sign-in/provider",
            "GET /sign-in/provider/return",
            "GET /static/{file}",
            "GET /status",
            "GET /styleguide",
            "GET /styleguide/places",
            "GET /styleguide/{chapter}",
            "OPTIONS /api/v1/uploads",
            "OPTIONS /api/v1/uploads/{id}",
            "POST /account/link",
            "POST /api/v1/token",
            "POST /forgotten",
            "POST /requests/drafts",
            "POST /requests/new",
            "POST /requests/resume",
            "POST /requests/track",
            "POST /requests/track/helper-change",
            "POST /session/renew",
            "POST /sign-in",
            "POST /sign-in/code",
            "POST /sign-in/factor",
            "POST /sign-out",
        ]
        #expect(open == looked)
    }

    /// A reach that its role's scope cannot hold would let nobody through, or everybody.
    @Test func noReachGoesBeyondTheRolesScope() {
        for right in AccessTable.rights {
            for (role, reach) in right.reaches {
                let isPublic = right.reaches.count >= Role.allCases.count - 1
                let fits =
                    switch reach {
                    case .own: true
                    case .organisation, .branches: [.organisation, .organisationAndHelper].contains(role.requiredScope)
                    case .participating, .province: role == .province
                    case .country: isPublic || [.ministry, .system].contains(role)
                    }
                #expect(fits, "\(right.name.rawValue) of \(role.rawValue)")
            }
        }
    }

    /// What a program's key is limited to goes with its tokens; what everybody may do needs no naming.
    @Test func aTokenThatIsLimitedMayDoNoMore() async throws {
        let house = try await HouseOfTests()
        let program = Identity(
            subject: "program:1", name: "Cổng", role: .program, organisation: house.centre, jti: "p", rights: [.readCases, .keepAccounts])
        let seen = try await house.tokens.verify(house.signer.sign(program, lifetime: 60))
        #expect(seen == program)
        #expect(seen.may(.readCases) && !seen.may(.readRequests) && !seen.may(.enterRequests))
        #expect(seen.may(.readOrganisations) && seen.may(.readRights))
        // Naming a right gives none that the role does not have.
        #expect(!seen.may(.keepAccounts))
        let whole = Identity(subject: "token:2", name: "x", role: .program, organisation: house.centre, jti: "2")
        #expect(AccessTable.ofPrograms.allSatisfy(whole.may) && AccessTable.ofPrograms.allSatisfy { seen.may($0) == ($0 == .readCases) })
        let nothing = Identity(subject: "program:3", name: "x", role: .program, organisation: house.centre, jti: "3", rights: [])
        #expect(try await house.tokens.verify(house.signer.sign(nothing, lifetime: 60)).rights == [])
    }

    @Test func aServiceWithARouteThatTheTableDoesNotHaveDoesNotStart() async throws {
        let house = try await HouseOfTests()
        await #expect(throws: Authorisation.UnknownRoutes.self) {
            try await house.test({ $0.get("/api/v1/secrets") { _, _ in "told" } }, { _ in })
        }
    }

    @Test func aRouteIsShutToWhoLacksItsRight() async throws {
        let house = try await HouseOfTests()
        try await house.test({ $0.get("/system") { _, _ in "told" } }) { client in
            try await client.execute(uri: "/system", method: .get) { #expect($0.status == .unauthorized) }
            try await client.execute(uri: "/system", method: .head) { #expect($0.status == .unauthorized) }
            try await client.execute(uri: "/system", method: .get, headers: try await house.bearer()) { #expect($0.status == .forbidden) }
            let system = Identity(subject: "s", name: "s", role: .system, jti: "t")
            try await client.execute(uri: "/system", method: .get, headers: try await house.bearer(system)) { #expect($0.status == .ok) }
        }
    }
}
