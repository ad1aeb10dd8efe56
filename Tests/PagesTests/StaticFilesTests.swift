import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Models
import Pages
import ServiceKit
import Testing

/// Static files are kept for good under an address that changes with them.
@Suite struct StaticFilesTests {
    private let files: StaticFiles

    init() throws {
        files = try StaticFiles()
    }

    private var app: some ApplicationProtocol {
        let router = Router()
        files.addRoutes(to: router)
        return Application(router: router)
    }

    @Test func aHashedAddressIsKeptForAYear() async throws {
        try await app.test(.router) { client in
            let answer = try await client.execute(uri: files.url("app.css"), method: .get)
            #expect(answer.status == .ok)
            #expect(answer.headers[.cacheControl]?.contains("immutable") == true)
            #expect(answer.headers[.contentType] == "text/css; charset=utf-8")
            #expect(answer.body.readableBytes == files.size("app.css"))
            let etag = try #require(answer.headers[.eTag])
            let again = try await client.execute(uri: files.url("app.css"), method: .get, headers: [.ifNoneMatch: etag])
            #expect(again.status == .notModified)
            #expect(again.body.readableBytes == 0)
        }
    }

    @Test func theAddressOfAnotherCopyGetsThePresentFileForAMinute() async throws {
        try await app.test(.router) { client in
            let answer = try await client.execute(uri: "/static/app.0123456789abcdef.js", method: .get)
            #expect(answer.status == .ok)
            #expect(answer.headers[.cacheControl] == "public, max-age=60")
        }
    }

    @Test(arguments: ["/static/none.css", "/static/..%2Fapp.css", "/static/app", "/static/"])
    func anythingElseIsNotFound(_ path: String) async throws {
        try await app.test(.router) { client in
            let answer = try await client.execute(uri: path, method: .get)
            #expect(answer.status == .notFound)
        }
    }

    @Test func aPageWithEverythingStaysUnderSixtyKilobytes() throws {
        let pages = try PageRenderer()
        let page = try pages.html(
            "styleguide", Styleguide(pages.sentences(.vi), now: Date(timeIntervalSince1970: 0)), title: "styleguide_title",
            context: PageContext(person: .init(name: "A", role: .leader)))
        let rest = ["app.css", "app.js", "upload.js", "icon.svg"].compactMap(files.size).reduce(0, +)
        #expect(page.utf8.count + rest < 60_000)
    }
}
