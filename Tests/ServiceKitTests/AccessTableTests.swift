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
