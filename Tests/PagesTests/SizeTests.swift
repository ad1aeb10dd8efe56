import Foundation
import Models
import Pages
import ServiceKit
import Testing

/// What a page weighs, in bytes as they are sent: for a telephone on a weak line in the mountains.
@Suite struct SizeTests {
    private let pages: PageRenderer

    init() throws {
        pages = try PageRenderer()
    }

    private func size(_ name: String) throws -> Int { try #require(pages.files.size(name), "\(name)") }

    /// Looks of every page, and the script that every page loads.
    @Test func whatEveryPageLoadsKeepsItsBudget() throws {
        #expect(try size("app.css") <= 30_000)
        #expect(try size("app.js") <= 4_000)
    }

    /// What a page loads only where it holds the part.
    @Test func theScriptsOfPartsKeepTheirBudget() throws {
        #expect(try ["tabs.js", "dialog.js", "suggest.js", "renew.js"].map(size).reduce(0, +) <= 9_000)
        #expect(try size("upload.js") <= 8_500)
    }

    @Test(arguments: ["sans-400.woff2", "sans-700.woff2"]) func aFaceStaysSmall(_ name: String) throws {
        #expect(try size(name) <= 20_000)
    }

    /// The guide's pages are the fullest there are.
    @Test(arguments: Styleguide.Chapter.allCases, Language.allCases)
    func aPageWithAllThatItLoadsStaysUnderSixtyKilobytes(_ chapter: Styleguide.Chapter, _ language: Language) throws {
        let page = try pages.html(
            chapter.template, Styleguide(chapter, pages.sentences(language), now: Date(timeIntervalSince1970: 0)),
            title: "styleguide_title", context: PageContext(language: language, person: .init(name: "A", role: .leader)))
        let loaded = Set(page.matches(of: /"\/static\/([a-z]+)\.[0-9a-f]+\.(css|js|svg)"/).map { "\($0.1).\($0.2)" })
        #expect(loaded.isSuperset(of: ["app.css", "app.js", "icon.svg"]))
        #expect(try page.utf8.count + loaded.map(size).reduce(0, +) < 60_000)
    }
}
