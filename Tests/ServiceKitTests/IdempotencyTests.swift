import Database
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Models
import NIOCore
import Outbox
import Synchronization
import TestKit
import Testing

@testable import ServiceKit

@Suite struct IdempotencyTests {
    /// Counts how often the work was done.
    private final class Work: Sendable {
        let done = Atomic(0)
    }

    private func test(
        _ work: Work = Work(),
        _ body: @escaping @Sendable (any TestClientProtocol, HTTPFields) async throws -> Void
    ) async throws {
        try await test(work, keptIn: try await TestDatabase.make(.intake, migrations: [Outbox.migrations()]), body)
    }

    private func test(
        _ work: Work, keptIn kept: TestDatabase, _ body: @escaping @Sendable (any TestClientProtocol, HTTPFields) async throws -> Void
    ) async throws {
        let house = try await HouseOfTests()
        let bearer = try await house.bearer()
        let routes: @Sendable (Router<ServiceContext>) -> Void = { router in
            router.post("/api/v1/things") { request, context in
                let identity = try context.require()
                let reader = FieldReader(try await request.json())
                let name = reader.string("name")
                try reader.finish()
                return try await context.idempotent(request, kept.database, identity.scope) { _ in
                    if name == "bad" { throw Problem.conflict("bad") }
                    let number = work.done.add(1, ordering: .relaxed).newValue
                    return try .json(["number": number], status: .created, etag: ETag(version: 1), location: "/api/v1/things/\(number)")
                }
            }
            router.post("/api/v1/slow") { request, context in
                try await context.idempotent(request, kept.database, .service) { _ in
                    let inner = Answer()
                    let routes: @Sendable (Router<ServiceContext>) -> Void = { router in
                        router.post("/api/v1/slow") { request, context in
                            try await context.idempotent(request, kept.database, .service) { _ in Response(status: .ok) }
                        }
                    }
                    try await house.test(routes) { client in
                        inner.set(try await client.execute(uri: "/api/v1/slow", method: .post, headers: [.idempotencyKey: "k"]) { $0 })
                    }
                    return Response(status: inner.value?.status ?? .internalServerError)
                }
            }
        }
        try await house.test(routes) { try await body($0, bearer) }
        withExtendedLifetime(kept) {}
    }

    @Sendable private static func post(
        _ client: any TestClientProtocol, _ headers: HTTPFields, key: String?, _ body: String
    ) async throws -> TestResponse {
        var headers = headers
        headers[.contentType] = "application/json"
        headers[.idempotencyKey] = key
        return try await client.execute(uri: "/api/v1/things", method: .post, headers: headers, body: ByteBuffer(string: body)) { $0 }
    }

    @Test func aRepeatGetsTheFirstAnswerAndDoesNothing() async throws {
        let work = Work()
        try await test(work) { client, bearer in
            let first = try await Self.post(client, bearer, key: "k1", #"{"name": "a"}"#)
            let again = try await Self.post(client, bearer, key: "k1", #"{"name": "a"}"#)
            #expect(first.status == .created && again.status == .created)
            #expect(first.body == again.body)
            #expect(again.headers[.location] == "/api/v1/things/1" && again.headers[.eTag] == "\"1\"")
            #expect(first.headers[.idempotencyReplayed] == nil && again.headers[.idempotencyReplayed] == "true")
            let other = try await Self.post(client, bearer, key: "k2", #"{"name": "a"}"#)
            let number = try other.tree()["number"]?.integer
            #expect(number == 2)
            _ = try await Self.post(client, bearer, key: nil, #"{"name": "a"}"#)
        }
        #expect(work.done.load(ordering: .relaxed) == 3)
    }

    @Test func anAnswerOfMoreThanSevenDaysAgoGivesWayToANewOne() async throws {
        let work = Work()
        let kept = try await TestDatabase.make(.intake, migrations: [Outbox.migrations()])
        try await test(work, keptIn: kept) { client, bearer in
            _ = try await Self.post(client, bearer, key: "k", #"{"name": "a"}"#)
            _ = try await kept.database.execute(.service, "update idempotency set created_at = now() - interval '8 days'")
            let new = try await Self.post(client, bearer, key: "k", #"{"name": "b"}"#)
            #expect(new.status == .created && new.headers[.idempotencyReplayed] == nil)
            let again = try await Self.post(client, bearer, key: "k", #"{"name": "b"}"#)
            #expect(again.body == new.body && again.headers[.idempotencyReplayed] == "true")
        }
        #expect(work.done.load(ordering: .relaxed) == 2)
    }

    @Test func anotherBodyUnderTheSameKeyIs422() async throws {
        try await test { client, bearer in
            _ = try await Self.post(client, bearer, key: "k", #"{"name": "a"}"#)
            let other = try await Self.post(client, bearer, key: "k", #"{"name": "b"}"#)
            #expect(other.status == .unprocessableContent)
            let type = try other.tree()["type"]
            #expect(type == "urn:caunoi:problem:idempotency-key-reused")
        }
    }

    @Test func whatFailedIsNotKept() async throws {
        let work = Work()
        try await test(work) { client, bearer in
            let answer1 = try await Self.post(client, bearer, key: "k", #"{"name": "bad"}"#)
            #expect(answer1.status == .conflict)
            let answer2 = try await Self.post(client, bearer, key: "k", #"{"name": "good"}"#)
            #expect(answer2.status == .created)
        }
        #expect(work.done.load(ordering: .relaxed) == 1)
    }

    @Test func aRepeatWhileTheFirstIsAtWorkIs409() async throws {
        try await test { client, bearer in
            let answer = try await client.execute(uri: "/api/v1/slow", method: .post, headers: [.idempotencyKey: "k"]) { $0 }
            #expect(answer.status == .conflict)
        }
    }

    @Test func aKeyThatIsNoKeyIs400() async throws {
        try await test { client, bearer in
            let answer3 = try await Self.post(client, bearer, key: String(repeating: "k", count: 256), "{}")
            #expect(answer3.status == .badRequest)
        }
    }
}
