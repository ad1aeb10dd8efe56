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
            let icon = try await client.execute(uri: files.url("icon.svg"), method: .get)
            #expect(icon.headers[.contentType] == "image/svg+xml; charset=utf-8")
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

    @Test func aScriptIsServedWithoutItsCommentsAndElseAsItStands() throws {
        let folder = FileManager.default.temporaryDirectory.appending(
            path: "caunoi-static-\(UUID().uuidString)", directoryHint: .isDirectory)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(at: folder) }
        let script = "// About.\n/** What it does. */\nconst far = \"https://x\"; // why\n\n  /* one */ go(far);\n    // inner\n"
        try Data(script.utf8).write(to: folder.appending(path: "a.js"))
        #expect(try StaticFiles(folder: folder).text("a.js") == "const far = \"https://x\"; // why\n  /* one */ go(far);\n")
    }

    @Test func aStyleSheetCallsItsFontsByTheirHashedNamesAndIsJoined() throws {
        let sheet = try #require(files.text("app.css"))
        let fonts = sheet.matches(of: /url\((sans-[0-9]+\.[0-9a-f]{16}\.woff2)\)/).map { "/static/" + $0.1 }
        #expect(fonts == [files.url("sans-400.woff2"), files.url("sans-700.woff2")])
        #expect(sheet.contains("font-display:swap"))
        #expect(!sheet.contains("/*"))
        // The parts come in the order of their names, print last.
        let field = try #require(sheet.range(of: ".field{"))
        let print = try #require(sheet.range(of: "@media print"))
        #expect(field.lowerBound < print.lowerBound)
    }

    @Test func fontsAreServedAsFontsWithTheirLicenceBeside() async throws {
        try await app.test(.router) { client in
            let font = try await client.execute(uri: files.url("sans-400.woff2"), method: .get)
            #expect(font.headers[.contentType] == "font/woff2")
            #expect(font.headers[.cacheControl]?.contains("immutable") == true)
            let licence = try await client.execute(uri: "/static/sans-OFL.txt", method: .get)
            #expect(licence.headers[.contentType] == "text/plain; charset=utf-8")
        }
    }
}
