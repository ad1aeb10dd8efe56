package import Models
package import Pages
import ServiceKit

/// What people call the kinds of helper, in both languages, with accents or without.
package struct HelperKindWords: Sendable {
    private let kinds: [String: HelperKind]

    package init(_ renderer: PageRenderer) {
        let (vi, en) = (renderer.sentences(.vi), renderer.sentences(.en))
        let named = HelperKind.allCases.flatMap { kind in
            [kind.rawValue, vi.label(kind), en.label(kind)].map { (FoldedText.of($0), kind) }
        }
        let short = [
            ("tro giup vien", HelperKind.officer), ("tgvpl", .officer), ("tu van vien", .adviser), ("ctv", .collaborator),
        ]
        kinds = Dictionary(named + short) { first, _ in first }
    }

    /// The kind that is meant; nil where it is none.
    package func kind(_ text: String) -> HelperKind? { kinds[FoldedText.of(text)] }
}
