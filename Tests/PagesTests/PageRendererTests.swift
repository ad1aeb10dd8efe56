import Foundation
import HTTPTypes
import Hummingbird
import Models
import Pages
import ServiceKit
import Testing

/// Pages stand in the layout, in the reader's language, and escape what others wrote.
@Suite struct PageRendererTests {
    private let pages: PageRenderer

    init() throws {
        pages = try PageRenderer()
    }

    private func guide(_ context: PageContext, _ chapter: Styleguide.Chapter = .letters) throws -> String {
        try pages.html(
            chapter.template, Styleguide(chapter, pages.sentences(context.language), now: Date(timeIntervalSince1970: 0)),
            title: "styleguide_title", context: context)
    }

    @Test(arguments: Language.allCases, Styleguide.Chapter.allCases)
    func aPageIsWhollyInItsLanguage(_ language: Language, _ chapter: Styleguide.Chapter) throws {
        let text = try guide(PageContext(language: language), chapter)
        #expect(text.contains("<html lang=\"\(language.rawValue)\">"))
        #expect(text.contains(pages.sentences(language)("styleguide_title")))
        #expect(text.firstMatch(of: /\[[a-z]+_[a-z_]+\]/) == nil)
        #expect(!text.contains("{{"))
    }

    @Test(arguments: Styleguide.Chapter.allCases) func everyIdOfAPageIsThereOnceAndIsNamedRightly(_ chapter: Styleguide.Chapter) throws {
        let text = try guide(PageContext(person: .init(name: "A", role: .leader)), chapter)
        let ids = text.matches(of: /\sid="([^"]+)"/).map { String($0.1) }
        #expect(Set(ids).count == ids.count)
        let named = text.matches(of: /\s(?:for|aria-labelledby|aria-describedby|aria-controls)="([^"]+)"/).flatMap {
            $0.1.split(separator: " ")
        }
        #expect(named.filter { !ids.contains(String($0)) } == [])
    }

    @Test(arguments: Styleguide.Chapter.allCases) func whatAPageLoadsHasAnAddressThatHoldsItsHash(_ chapter: Styleguide.Chapter) throws {
        let loaded = try guide(PageContext(), chapter).matches(of: /(?:src|href|data-module)="(\/static\/[^"]+)"/).map { String($0.1) }
        #expect(loaded.count >= 4)
        #expect(loaded.filter { $0.firstMatch(of: /\.[0-9a-f]{16}\.(?:css|js|svg|woff2)$/) == nil } == [])
    }

    @Test func theHeaderShowsWhoIsSignedInAndWhereTheyCanGo() throws {
        let text = try guide(PageContext(path: "/cases/1", person: .init(name: "Sùng A <Dơ>", role: .helper)))
        #expect(text.contains("Sùng A &lt;Dơ&gt;"))
        #expect(text.contains(#"href="/cases" aria-current="page""#))
        #expect(!text.contains(#"href="/reports""#))
        #expect(!text.contains(#"href="/sign-in""#))
        #expect(try guide(PageContext()).contains(#"href="/sign-in""#))
    }

    @Test func theLanguageSwitchKeepsTheQuery() throws {
        let text = try guide(PageContext(language: .vi, path: "/cases", query: "q=Nguyễn&status=registered"))
        #expect(text.contains("/cases?q=Nguyễn&amp;status=registered&amp;lang=en"))
    }

    @Test func onlySentencesOfTheCatalogueCanBeNoticed() throws {
        #expect(try guide(PageContext(notice: "styleguide_notice_success")).contains("class=\"flash\""))
        #expect(try !guide(PageContext(notice: "notice_no_such_sentence")).contains("class=\"flash\""))
    }

    @Test func aPanelComesAloneForAScriptAndAsAPageForAPerson() async throws {
        let link = Fragment("/cases/1/papers", label: "Giấy tờ")
        let page = try pages.panel("parts/fragment", link, title: "styleguide_papers", context: PageContext())
        let panel = try pages.fragment("parts/fragment", link, context: PageContext(isFragment: true))
        #expect(page.headers[.contentType] == "text/html; charset=utf-8")
        #expect(page.headers[.contentSecurityPolicy]?.contains("'unsafe") == false)
        #expect(
            panel.trimmingCharacters(in: .newlines)
                == #"<div class="fragment" data-fragment="/cases/1/papers"><a href="/cases/1/papers">Giấy tờ</a></div>"#)
    }

    @Test func nothingTakesTheValuesOfThePageAroundIt() throws {
        let model: [String: Any] = [
            "hint": "outer", "detail": "outer", "tag": "outer", "field": Form(pages.sentences(.vi)).text("a", "date_day"),
        ]
        let text = try pages.fragment("parts/field", model["field"] as Any, context: PageContext())
        #expect(!text.contains("outer"))
    }

    @Test func aMissingTemplateIsAnError() {
        #expect(throws: TemplateError.self) { try pages.html("no-such-template", title: "nav_home", context: PageContext()) }
    }

    @Test func aRedirectCarriesItsNotice() {
        #expect(pages.redirect(to: "/cases/1", notice: "notice_saved").headers[.location] == "/cases/1?notice=saved")
        #expect(pages.redirect(to: "/cases?q=a", notice: "notice_saved").headers[.location] == "/cases?q=a&notice=saved")
        #expect(pages.redirect(to: "/").status == .seeOther)
    }

    @Test(arguments: Language.allCases) func aProblemIsAPageWithItsReference(_ language: Language) throws {
        let answer = try pages.problem(.notFound(), PageContext(language: language, reference: "k3m9x2p7aq"))
        #expect(answer.status == .notFound)
        let text = try pages.html(
            "problem", ["title": "x", "reference": "k3m9x2p7aq", "detail": Optional<String>.none as Any], title: .text("x"),
            context: PageContext(language: language))
        #expect(text.contains("k3m9x2p7aq"))
        #expect(!text.contains("nil"))
    }
}
