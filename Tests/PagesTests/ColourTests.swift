import Foundation
import Testing

/// Colours can be told apart in light and dark: WCAG 2.2, 1.4.3 (text, 4.5 : 1) and 1.4.11 (edges, focus and marks of charts, 3 : 1).
@Suite struct ColourTests {
    private let sheets: Palette

    init() throws {
        sheets = try Palette()
    }

    @Test(arguments: [
        ("ink", ["paper", "sheet", "sunk", "quiet-wash", "info-wash", "good-wash", "attention-wash", "bad-wash"]),
        ("soft", ["paper", "sheet", "sunk"]), ("link", ["paper", "sheet", "sunk", "info-wash", "attention-wash", "bad-wash", "good-wash"]),
        ("link-hover", ["paper", "sheet", "sunk", "info-wash", "attention-wash", "bad-wash", "good-wash"]),
        ("on-brand", ["brand", "brand-deep"]), ("on-brand-soft", ["brand"]), ("on-link", ["link", "link-hover", "bad", "bad-hover"]),
        ("bad", ["paper", "sheet", "bad-wash"]), ("info", ["info-wash"]), ("good", ["good-wash"]), ("attention", ["attention-wash"]),
    ])
    func textCanBeRead(_ text: String, _ grounds: [String]) throws {
        for (scheme, colours) in sheets.schemes {
            for ground in grounds {
                #expect(try Palette.contrast(colours, text, ground) >= 4.5, "\(text) on \(ground), \(scheme)")
            }
        }
    }

    @Test(arguments: [
        ("edge", ["paper", "sheet", "sunk"]), ("focus", ["paper", "sheet", "sunk"]), ("accent", ["paper", "sheet"]),
        ("link", ["paper", "sheet", "sunk"]), ("bad", ["paper", "sheet"]), ("attention", ["sheet", "paper", "attention-wash"]),
        ("info", ["sheet", "info-wash"]), ("good", ["sheet", "paper", "good-wash"]),
        ("chart-a", ["paper", "sheet"]), ("chart-b", ["paper", "sheet"]), ("chart-c", ["paper", "sheet"]),
    ])
    func edgesFocusAndMarksCanBeSeen(_ edge: String, _ grounds: [String]) throws {
        for (scheme, colours) in sheets.schemes {
            for ground in grounds {
                #expect(try Palette.contrast(colours, edge, ground) >= 3, "\(edge) on \(ground), \(scheme)")
            }
        }
    }

    /// Whatever rule is written tomorrow: where it sets letters and their ground together, they can be read.
    @Test func everyRuleThatSetsBothColoursCanBeRead() throws {
        var checked = 0
        for rule in sheets.rules {
            guard let text = rule.body.firstMatch(of: /(?:^|[;{\s])color: var\(--([a-z-]+)\)/)?.1,
                let ground = rule.body.firstMatch(of: /background: var\(--([a-z-]+)\)/)?.1
            else { continue }
            checked += 1
            for (scheme, colours) in sheets.schemes {
                #expect(try Palette.contrast(colours, String(text), String(ground)) >= 4.5, "\(rule.selector), \(scheme)")
            }
        }
        #expect(checked > 10)
    }

    /// A colour outside the palette would be right in one scheme at most.
    @Test func noRuleOutsideThePaletteHasAColourOfItsOwn() {
        for rule in sheets.rules where !rule.selector.contains(":root") && !rule.selector.hasPrefix(".top") && !rule.isPrint {
            #expect(rule.body.firstMatch(of: /#[0-9a-f]{3,8}\b/) == nil, "\(rule.selector)")
        }
    }

    @Test func everyColourThatIsCalledIsInThePalette() {
        let known = Set(sheets.text.matches(of: /--([a-z-]+):/).map { String($0.1) })
        let called = Set(sheets.text.matches(of: /var\(--([a-z-]+)\)/).map { String($0.1) })
        #expect(called.subtracting(known).sorted() == [])
        #expect(known.subtracting(called).sorted() == [])
    }
}
