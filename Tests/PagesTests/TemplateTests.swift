import Foundation
import Testing

/// What holds for every template of the house.
@Suite struct TemplateTests {
    @Test func everyPartThatIsIncludedExists() throws {
        let templates = try SourceTree.templates()
        let shared = names(templates.filter { $0.path.hasPrefix("Shared/") })
        for (path, text) in templates {
            let own = path.hasPrefix("Services/") ? names(templates.filter { $0.path.hasPrefix(path.prefix(while: { $0 != "T" })) }) : []
            let included = text.matches(of: /\{\{[><]\s*([a-z0-9\/-]+)\s*\}\}/).map { String($0.1) }
            #expect(included.filter { !shared.contains($0) && !own.contains($0) } == [], "\(path)")
        }
    }

    /// But what code writes, which escapes it: see `PartTests`.
    @Test func nothingGoesIntoAPageUnescaped() throws {
        let written = ["layout": "{{{page.navigation}}}", "parts/select": "{{{options}}}", "parts/table": "{{{rows}}}"]
        for (path, whole) in try SourceTree.templates() {
            let name = path.replacing("Shared/Pages/Templates/", with: "").replacing(".mustache", with: "")
            let text = written[name].map { whole.replacing($0, with: "") } ?? whole
            #expect(!text.contains("{{{") && !text.contains("{{&"), "\(path)")
        }
    }

    @Test func noScriptOrStyleStandsInAPage() throws {
        for (path, text) in try SourceTree.templates() {
            #expect(!text.contains("<style") && !text.contains(" style=") && text.firstMatch(of: /\son[a-z]+=/) == nil, "\(path)")
            #expect(text.firstMatch(of: /<script(?![^>]*src="\{\{)/) == nil, "\(path)")
        }
    }

    @Test func noPageLoadsAnythingFromElsewhere() throws {
        for (path, text) in try SourceTree.templates() + SourceTree.files(in: ["Shared/Pages/Static"], endingWith: ".css") {
            #expect(text.firstMatch(of: /(?:src|url\(|href)\s*=?\s*["']?https?:/) == nil, "\(path)")
        }
    }

    private func names(_ templates: [(path: String, text: String)]) -> Set<String> {
        Set(templates.compactMap { path, _ in path.firstMatch(of: /Templates\/(.+)\.mustache/).map { String($0.1) } })
    }
}
