package import Foundation
import Mustache

/// The pages `/styleguide`, `/styleguide/forms` and so on: each part with lifelike, long and empty content and with errors, in both
/// languages. Show one with `page(chapter.template, Styleguide(chapter, …), title: "styleguide_title", …)`.
package struct Styleguide: Part {
    /// A page of the guide.
    package enum Chapter: String, Sendable, CaseIterable {
        case letters, forms, lists, ways, charts

        /// The template that shows it.
        package var template: String { "styleguide-\(rawValue)" }

        var path: String { self == .letters ? "/styleguide" : "/styleguide/\(rawValue)" }
    }

    private let chapter: Chapter
    private let t: Sentences
    private let content: any Part

    /// - Parameters:
    ///   - now: the moment that the sample dates are counted from.
    ///   - places: the names that the sample search looks through.
    ///   - query: what it looks for.
    package init(_ chapter: Chapter, _ sentences: Sentences, now: Date, places: [String] = [], query: String = "") {
        self.chapter = chapter
        t = sentences
        content =
            switch chapter {
            case .letters: LettersGuide(t: sentences)
            case .forms: FormsGuide(t: sentences, places: places, query: query)
            case .lists: ListsGuide(t: sentences, now: now)
            case .ways: WaysGuide(t: sentences, now: now)
            case .charts: ChartsGuide(t: sentences)
            }
    }

    package func child(named name: String) -> Any? { name == "chapters" ? chapters : content.child(named: name) }

    private var chapters: Views {
        Views(
            t("styleguide_title"),
            Chapter.allCases.map { Views.Entry(Link(t("styleguide_chapter_\($0.rawValue)"), to: $0.path), isPresent: $0 == chapter) })
    }
}
