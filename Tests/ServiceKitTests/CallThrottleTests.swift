import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Models
import Synchronization
import Testing

@testable import ServiceKit

/// How often an account may ask for what is costly.
@Suite struct CallThrottleTests {
    private struct Stand {
        let house: HouseOfTests
        let moved: Moved
        let router: Router<ServiceContext>
    }

    private final class Moved: Sendable {
        let seconds = Mutex(0.0)
    }

    private func stand(scale: Double) async throws -> Stand {
        let house = try await HouseOfTests()
        let moved = Moved()
        let endpoint = Endpoint(.get, "/api/v1/me", nil, cost: .report)
        let router = Router(context: ServiceContext.self)
        router.add(middleware: ProblemAnswers(page: nil))
        router.add(middleware: Authentication(tokens: house.tokens))
        router.add(
            middleware: CallThrottle(
                scale: scale, clock: WallClock { Date(timeIntervalSince1970: 1_800_000_000 + moved.seconds.withLock { $0 }) },
                trial: [endpoint]))
        router.get("/api/v1/me") { _, _ in "me" }
        router.get("/api/v1/leaders") { _, _ in "cheap" }
        return Stand(house: house, moved: moved, router: router)
    }

    @Test func whoAsksTooOftenWaitsAndNobodyElseDoes() async throws {
        let stand = try await self.stand(scale: 0.1)
        let moved = stand.moved
        let first = try await stand.house.bearer()
        let other = try await stand.house.bearer(
            Identity(subject: "account-2", name: "x", role: .staff, organisation: stand.house.centre, jti: "2"))
        try await Application(router: stand.router).test(.router) { client in
            func ask(_ headers: HTTPFields, _ path: String = "/api/v1/me") async throws -> TestResponse {
                try await client.execute(uri: path, method: .get, headers: headers)
            }
            // A tenth of thirty a minute.
            for _ in 0..<3 { #expect(try await ask(first).status == .ok) }
            let late = try await ask(first)
            #expect(late.status == .tooManyRequests && late.headers[.retryAfter] == "20")
            #expect(try await ask(other).status == .ok)
            #expect(try await ask(first, "/api/v1/leaders").status == .ok, "what costs little is free")
            #expect(try await ask([:]).status == .ok, "strangers are held back elsewhere")
            moved.seconds.withLock { $0 += 20 }
            #expect(try await ask(first).status == .ok)
            #expect(try await ask(first).status == .tooManyRequests)
            // What is saved up is no more than a minute's.
            moved.seconds.withLock { $0 += 86_400 }
            for _ in 0..<3 { #expect(try await ask(first).status == .ok) }
            #expect(try await ask(first).status == .tooManyRequests)
        }
    }

    @Test func everyCostHasItsRoutes() {
        for cost in CallCost.allCases { #expect(AccessTable.endpoints.contains { $0.cost == cost }, "\(cost)") }
        #expect(AccessTable.endpoints.allSatisfy { $0.cost == nil || $0.right != nil }, "an account is counted, and strangers have none")
    }
}
