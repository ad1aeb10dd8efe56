import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Testing

@testable import ServiceKit

@Suite struct ConventionTests {
    private struct Mishap: Error, CustomStringConvertible {
        let description = "the secret inside"
    }

    private static let routes: @Sendable (Router<ServiceContext>) -> Void = { router in
        router.get("/api/v1/fail") { _, _ -> Response in throw Mishap() }
        router.get("/page") { _, context in Response.html("<p>\(context.language.rawValue)</p>") }
        router.get("/lost") { _, _ -> Response in throw Problem.notFound(Bilingual(vi: "<Không>", en: "<None>")) }
        router.patch("/api/v1/things/{id}") { request, _ in
            try request.requireMatch(version: 3)
            return Response(status: .noContent, headers: [.eTag: ETag(version: 4).description])
        }
        router.get("/api/v1/trace") { _, context in try Response.json(["traceparent": context.traceparent]) }
        router.get("/paper") { _, _ in Response(status: .ok, headers: [.contentSecurityPolicy: "sandbox"]) }
    }

    @Test func anUnknownPathIs404AsTheCallerWantsIt() async throws {
        try await HouseOfTests().test(Self.routes) { client in
            try await client.execute(uri: "/api/v1/nothing", method: .get) {
                #expect($0.status == .notFound)
                #expect($0.headers[.contentType] == "application/problem+json")
            }
            try await client.execute(uri: "/nothing", method: .get) {
                #expect($0.status == .notFound)
                #expect($0.headers[.contentType] == "text/html; charset=utf-8")
            }
            try await client.execute(uri: "/nothing", method: .get, headers: [.accept: "application/json"]) {
                #expect($0.headers[.contentType] == "application/problem+json")
            }
        }
    }

    @Test func anAnswerToHEADHasNoBodyEvenWhereItIsAProblem() async throws {
        try await HouseOfTests().test(Self.routes) { client in
            for uri in ["/page", "/nothing", "/api/v1/nothing"] {
                try await client.execute(uri: uri, method: .head) {
                    #expect($0.text.isEmpty)
                    #expect($0.headers[.contentLength] != "0")
                }
            }
        }
    }

    @Test func aFaultOfOursTellsOnlyItsReference() async throws {
        try await HouseOfTests().test(Self.routes) { client in
            try await client.execute(uri: "/api/v1/fail", method: .get) {
                #expect($0.status == .internalServerError)
                #expect(!$0.text.contains("secret"))
                let tree = try $0.tree()
                #expect(tree["reference"]?.text?.count == 10)
            }
        }
    }

    @Test func theServicesOwnPageShowsProblemsToPeople() async throws {
        let page: ProblemPage = { problem, _, context in .html("own \(problem.kind) \(context.language.rawValue)", status: problem.status) }
        try await HouseOfTests().test(Self.routes, page: page) { client in
            try await client.execute(uri: "/lost?lang=en", method: .get) {
                #expect($0.status == .notFound)
                #expect($0.text == "own not-found en")
            }
        }
        try await HouseOfTests().test(Self.routes, page: { _, _, _ in throw Mishap() }) { client in
            try await client.execute(uri: "/lost", method: .get) {
                #expect($0.status == .notFound)
                #expect($0.text.contains("&lt;Không&gt;"))
            }
        }
    }

    @Test func theLanguageIsAskedForRememberedOrTheBrowsers() async throws {
        try await HouseOfTests().test(Self.routes) { client in
            try await client.execute(uri: "/page", method: .get) { #expect($0.text == "<p>vi</p>") }
            try await client.execute(uri: "/page?lang=en", method: .get) {
                #expect($0.text == "<p>en</p>")
                #expect($0.headers[.setCookie]?.hasPrefix("caunoi_lang=en;") == true)
                #expect($0.headers[.contentLanguage] == "en")
            }
            try await client.execute(uri: "/page", method: .get, headers: [.cookie: "caunoi_lang=en"]) { #expect($0.text == "<p>en</p>") }
            // Behind TLS the cookie is this host's alone, and never sent without it.
            let overTLS: HTTPFields = [.xForwardedProto: "https"]
            try await client.execute(uri: "/page?lang=en", method: .get, headers: overTLS) {
                #expect($0.headers[.setCookie]?.hasPrefix("__Host-caunoi_lang=en; Path=/;") == true)
                #expect($0.headers[.setCookie]?.hasSuffix("; Secure") == true)
            }
            try await client.execute(
                uri: "/page", method: .get, headers: [.cookie: "__Host-caunoi_lang=en; caunoi_lang=vi", .xForwardedProto: "https"]
            ) { #expect($0.text == "<p>en</p>") }
            try await client.execute(uri: "/page", method: .get, headers: [.acceptLanguage: "de, en-GB;q=0.8, vi;q=0.2"]) {
                #expect($0.text == "<p>en</p>")
            }
            try await client.execute(uri: "/page?lang=xx", method: .get) {
                #expect($0.text == "<p>vi</p>")
                #expect($0.headers[.setCookie] == nil)
            }
        }
    }

    @Test func everyAnswerCarriesTheSecurityHeadersUnlessTheRouteIsStricter() async throws {
        try await HouseOfTests().test(Self.routes) { client in
            for uri in ["/page", "/nothing", "/api/v1/fail"] {
                try await client.execute(uri: uri, method: .get) {
                    #expect($0.headers[.xContentTypeOptions] == "nosniff")
                    #expect($0.headers[.contentSecurityPolicy]?.contains("frame-ancestors 'none'") == true)
                    #expect($0.headers[.contentSecurityPolicy]?.contains("unsafe") == false)
                    #expect($0.headers[.referrerPolicy] == "same-origin")
                    #expect($0.headers[.cacheControl] == "private, no-store")
                }
            }
            try await client.execute(uri: "/paper", method: .get) { #expect($0.headers[.contentSecurityPolicy] == "sandbox") }
        }
    }

    @Test func aChangeNeedsTheVersionItWasMadeFor() async throws {
        try await HouseOfTests().test(Self.routes) { client in
            for (match, code) in [(nil, 428), ("\"2\"", 412), ("W/\"3\"", 412), ("\"3\"", 204), ("\"1\", \"3\"", 204), ("*", 204)]
                as [(String?, Int)]
            {
                var headers = HTTPFields()
                headers[.ifMatch] = match
                try await client.execute(uri: "/api/v1/things/1", method: .patch, headers: headers) { #expect($0.status.code == code) }
            }
        }
    }

    @Test func aTraceGoesOnAndABrokenOneBeginsAnew() async throws {
        let parent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
        try await HouseOfTests().test(Self.routes) { client in
            try await client.execute(uri: "/api/v1/trace", method: .get, headers: [.traceparent: parent]) {
                let tree = try $0.tree()
                let text = try #require(tree["traceparent"]?.text)
                #expect(text.hasPrefix("00-4bf92f3577b34da6a3ce929d0e0e4736-") && text.hasSuffix("-01") && text != parent)
            }
            for broken in ["x", "00-\(String(repeating: "0", count: 32))-00f067aa0ba902b7-01", parent.uppercased()] {
                try await client.execute(uri: "/api/v1/trace", method: .get, headers: [.traceparent: broken]) {
                    let tree = try $0.tree()
                    #expect(tree["traceparent"]?.text?.count == 55)
                    #expect(!$0.text.lowercased().contains("4bf92f35"))
                }
            }
        }
    }

    @Test func requestsAreCountedByRouteNotByPath() async throws {
        let house = try await HouseOfTests()
        try await house.test(Self.routes) { client in
            try await client.execute(uri: "/api/v1/things/77", method: .patch) { _ in }
            try await client.execute(uri: "/nothing/at/all", method: .get) { _ in }
        }
        let text = house.metrics.exposition()
        #expect(text.contains(#"http_requests_total{method="PATCH",route="/api/v1/things/{id}",status="428"} 1"#))
        #expect(text.contains(#"http_requests_total{method="GET",route="NotFound",status="404"} 1"#))
        #expect(text.contains(#"http_request_duration_seconds_count{method="PATCH",route="/api/v1/things/{id}"} 1"#))
    }
}
