import Foundation
import HTTPTypes
import HummingbirdTesting
import Models
import Pages
import Rules
import ServiceKit
import TestKit
import Testing

@testable import Portal

@Suite struct PageTests {
    private func identity(_ role: Role) -> Identity {
        Identity(
            subject: "test", name: "Lò Văn Páo", role: role, organisation: Desk.centre, province: "08", helper: Desk.helper, jti: "test")
    }

    @Test func thePublicReadsWhatLegalAidIsAndHowToAsk() async throws {
        let desk = try await Desk.make()
        let vietnamese = try await desk.test.ask(.get, "/", by: nil)
        #expect(vietnamese.status == .ok)
        #expect(vietnamese.text.contains("href=\"/requests/new\"") && vietnamese.text.contains("Người thuộc hộ nghèo"))
        #expect(vietnamese.text.contains("<a href=\"/requests/track\">Theo dõi yêu cầu</a>"))
        #expect(!vietnamese.text.contains("["))
        let english = try await desk.test.ask(.get, "/?lang=en", by: nil)
        #expect(english.text.contains("Ask for legal aid"))
        #expect(!english.text.contains("["))
    }

    /// A category is called the same where its rules decide and where its name alone is known.
    @Test(arguments: Language.allCases) func aCategoryHasOneName(_ language: Language) throws {
        let t = try Catalogue().sentences(in: language)
        for known in try RulePacks.load().eligibility(on: LegalDate(Date())).categories {
            #expect(t.label(known.category) == known.title.text(language.rawValue))
        }
    }

    @Test(arguments: Role.allCases) func everyRoleHasAHome(_ role: Role) async throws {
        let desk = try await Desk.make()
        for language in ["vi", "en"] {
            let answer = try await desk.test.ask(.get, "/?lang=\(language)", by: identity(role))
            #expect(answer.status == .ok)
            #expect(answer.text.contains("Lò Văn Páo"))
            #expect(!answer.text.contains("["))
            #expect(answer.text.contains("href=\"/system\"") == (role == .system))
        }
    }

    @Test(arguments: Role.allCases.filter { $0 != .program }) func aRoleIsLedToWhatItMayDo(_ role: Role) async throws {
        let page = try await Desk.make().test.ask(.get, "/", by: identity(role)).text
        let paths = Set(page.matches(of: /href="(\/[a-z]+)"/).map { String($0.1) })
        for path in paths {
            guard let right = AccessTable.endpoint(.get, path)?.right else { continue }
            #expect(AccessTable.reach(of: role, right) != nil, "\(path)")
        }
        guard ![.helper, .system].contains(role) else { return }
        for (path, right) in [("/alerts", RightName.readAlerts), ("/reports", .report), ("/audit", .readAudit)] {
            #expect(paths.contains(path) == (AccessTable.reach(of: role, right) != nil), "\(path)")
        }
    }

    @Test func theCentreIsNamedOnceItIsHeardOf() async throws {
        let desk = try await Desk.make()
        try await desk.test.hear(
            OrganisationChanged(
                organisation: Desk.centre, kind: .centre, province: "08", title: "Trung tâm số 1", code: "TT", active: true,
                occurredAt: Date(), recordedAt: Date()))
        #expect(try await desk.test.ask(.get, "/", by: identity(.staff)).text.contains("Trung tâm số 1"))
    }

    @Test func theSystemPageIsForThoseWhoRunIt() async throws {
        let desk = try await Desk.make()
        let answer = try await desk.test.ask(.get, "/system", by: identity(.system))
        #expect(answer.status == .ok)
        #expect(!answer.text.contains("["))
        #expect(try await desk.test.ask(.get, "/system", by: identity(.leader)).status == .forbidden)
        #expect(try await desk.test.ask(.get, "/system", by: nil).headers[.location] == "/sign-in?next=/system")
    }

    @Test func filesAreOpenToAll() async throws {
        let desk = try await Desk.make()
        #expect(try await desk.test.ask(.get, "/static/app.css", by: nil).headers[.contentType] == "text/css; charset=utf-8")
        #expect(try await desk.test.ask(.get, "/no-such-page", by: nil).status == .notFound)
    }

    @Test(arguments: Styleguide.Chapter.allCases) func everyChapterOfTheStyleguideIsAPage(_ chapter: Styleguide.Chapter) async throws {
        let desk = try await Desk.make(environment: ["CAUNOI_DEMONSTRATION": "yes"])
        for language in ["vi", "en"] {
            let page = try await desk.test.ask(.get, "/styleguide/\(chapter.rawValue)?lang=\(language)", by: nil)
            #expect(page.status == .ok && page.text.contains("<html lang=\"\(language)\">"))
        }
    }

    @Test func theStyleguideIsForWhoeverIsSignedInWhereThingsAreReal() async throws {
        let desk = try await Desk.make()
        for path in ["/styleguide", "/styleguide/forms", "/styleguide/places?q=a"] {
            let answer = try await desk.test.ask(.get, path, by: nil)
            #expect(answer.status == .seeOther && answer.headers[.location]?.hasPrefix("/sign-in?next=/styleguide") == true, "\(path)")
        }
        try await desk.account()
        #expect(try await desk.test.ask(.get, "/styleguide", by: nil, [.cookie: try await desk.cookies()]).status == .ok)
        #expect(try await desk.test.ask(.get, "/styleguide/no-such-chapter", by: nil).status == .notFound)
    }

    @Test func theSampleSearchSuggestsAndFindsWithoutScripts() async throws {
        let desk = try await Desk.make(environment: ["CAUNOI_DEMONSTRATION": "yes"])
        let suggested = try await desk.test.ask(.get, "/styleguide/places?q=tuyen+qu", by: nil)
        #expect(suggested.text.contains(#""name":"Tuyên Quang""#))
        #expect(try await desk.test.ask(.get, "/styleguide/forms?q=tuyen+qu", by: nil).text.contains("Tuyên Quang</th>"))
    }
}
