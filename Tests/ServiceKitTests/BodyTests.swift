import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Testing

@testable import ServiceKit

@Suite struct BodyTests {
    /// Takes JSON of at most 100 bytes.
    private static let routes: @Sendable (Router<ServiceContext>) -> Void = { router in
        router.post("/api/v1/things") { request, _ in
            let reader = FieldReader(try await request.json(maximum: 100))
            let name = reader.string("name", in: 1...5)
            try reader.finish()
            return try Response.json(["name": name], status: .created)
        }
        router.get("/api/v1/things") { request, _ in
            let reader = FieldReader(try request.queryTree())
            let page = reader.page(keys: 1)
            try reader.finish()
            return try Response.json(Page(["a", "b", "c"], page) { Cursor($0) })
        }
    }

    private func post(_ body: String, type: String? = "application/json", language: String = "en") async throws -> TestResponse {
        let result = Answer()
        try await HouseOfTests().test(Self.routes) { client in
            var headers: HTTPFields = [.acceptLanguage: language]
            headers[.contentType] = type
            result.set(
                try await client.execute(uri: "/api/v1/things", method: .post, headers: headers, body: ByteBuffer(string: body)) { $0 })
        }
        return try #require(result.value)
    }

    @Test func aGoodBodyIsTaken() async throws {
        let answer = try await post(#"{"name": "Mỷ"}"#, type: "application/json; charset=utf-8")
        #expect(answer.status == .created)
        #expect(try answer.tree()["name"] == "Mỷ")
    }

    @Test func anotherContentTypeIs415() async throws {
        for type in ["text/plain", "application/x-www-form-urlencoded", nil] {
            let answer = try await post("{}", type: type)
            #expect(answer.status == .unsupportedMediaType)
            #expect(try answer.tree()["type"] == "urn:caunoi:problem:unsupported-media-type")
        }
    }

    @Test func tooManyBytesAre413() async throws {
        #expect(try await post(#"{"name": "\#(String(repeating: "x", count: 200))"}"#).status == .contentTooLarge)
    }

    @Test func malformedJSONIs400AndNamesThePlace() async throws {
        let answer = try await post("{\"name\": \n nope}")
        #expect(answer.status == .badRequest)
        #expect(try answer.tree()["detail"] == "Malformed JSON at line 2, column 2: an unexpected character.")
    }

    @Test func badFieldsAre422WithPointersAndSentencesInTheLanguageAskedFor() async throws {
        let english = try await post(#"{"name": "toolong", "more": 1}"#)
        #expect(english.status == .unprocessableContent)
        #expect(english.headers[.contentType] == "application/problem+json")
        #expect(
            try english.tree()["errors"] == [
                ["pointer": "/name", "code": "too_long", "message": "Longer than 5 characters."],
                ["pointer": "/more", "code": "unknown_key", "message": "There is no such field."],
            ])
        let vietnamese = try await post("{}", language: "fr, vi;q=0.5, en;q=0.4")
        #expect(try vietnamese.tree()["errors"] == [["pointer": "/name", "code": "required", "message": "Cần điền mục này."]])
        #expect(try vietnamese.tree()["reference"]?.text == vietnamese.headers[.requestReference])
    }

    @Test func listsCutAtTheirLimitAndSayWhereTheyGoOn() async throws {
        try await HouseOfTests().test(Self.routes) { client in
            let first = try await client.execute(uri: "/api/v1/things?limit=2", method: .get) { try $0.tree() }
            #expect(first["items"] == ["a", "b"])
            let next = try #require(first["next"]?.text)
            #expect(Cursor(next)?.keys == ["b"])
            try await client.execute(uri: "/api/v1/things?after=\(next)&lang=en", method: .get) { #expect($0.status == .ok) }
            for query in ["limit=0", "limit=201", "limit=x", "after=%25", "colour=red"] {
                try await client.execute(uri: "/api/v1/things?\(query)", method: .get) {
                    #expect($0.status == .unprocessableContent, "\(query)")
                }
            }
            let all = try await client.execute(uri: "/api/v1/things", method: .get) { try $0.tree() }
            #expect(all["next"] == .null)
        }
    }

    @Test func aBodyThatComesByDropsIsNotWaitedFor() {
        #expect(!Request.isTooSlow(1, after: .seconds(29)), "half a minute is anybody's")
        #expect(Request.isTooSlow(1, after: .seconds(31)))
        #expect(!Request.isTooSlow(100_000, after: .seconds(60)), "a slow line that goes on")
        #expect(Request.isTooSlow(100_000, after: .seconds(200)))
    }
}
