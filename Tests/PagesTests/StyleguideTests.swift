import Foundation
import Testing

/// The guide shows all that pages are built of.
@Suite struct StyleguideTests {
    @Test func everyPartAndFieldIsInTheGuide() throws {
        let guide = try SourceTree.files(in: ["Shared/Pages/Styleguide"], endingWith: ".swift").map(\.text).joined()
        // What others are built of, and shows in them.
        let pieces: Set = ["Part", "Link", "TableCell", "TableRows"]
        let parts = try SourceTree.files(in: ["Shared/Pages/Parts"], endingWith: ".swift").map(\.path).map(Self.name) + ["Chart"]
        let missing = parts.filter { name in
            !pieces.contains(name) && !guide.contains("\(name)(") && !guide.contains(": \(name) ") && !guide.contains(": [\(name)]")
        }
        let fields = ["text", "area", "select", "radios", "checkboxes", "file", "date", "halfDay", "suggest"]
        #expect(parts.count > 20)
        #expect(missing == [])
        #expect(fields.filter { !guide.contains(".\($0)(") } == [])
    }

    @Test func everyTemplateOfAPartIsReachedFromTheGuide() throws {
        let templates = Dictionary(
            uniqueKeysWithValues: try SourceTree.files(in: ["Shared/Pages/Templates"], endingWith: ".mustache").map { path, text in
                (String(path.dropFirst("Shared/Pages/Templates/".count).dropLast(".mustache".count)), text)
            })
        var waiting = templates.keys.filter { $0.hasPrefix("styleguide-") }
        // By their kind, from fields and tabs, whose template stands in the code.
        waiting += ["parts/field", "parts/select", "parts/choices", "parts/file", "parts/date", "parts/half-day", "parts/suggest"]
        waiting += ["parts/summary", "parts/timeline", "parts/empty"]
        var reached: Set<String> = []
        while let name = waiting.popLast() {
            guard reached.insert(name).inserted, let text = templates[name] else { continue }
            waiting += text.matches(of: /\{\{>\s*([a-z\/-]+)/).map { String($0.1) }
        }
        #expect(templates.keys.filter { $0.hasPrefix("parts/") && !reached.contains($0) }.sorted() == [])
        #expect(reached.contains("overview"))
    }

    private static func name(_ path: String) -> String { String(path.split(separator: "/").last?.dropLast(".swift".count) ?? "") }
}
