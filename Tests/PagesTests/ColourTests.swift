import Foundation
import Testing

/// Colours can be told apart in light and dark: WCAG 2.2, 1.4.3 (text, 4.5 : 1) and 1.4.11 (edges and focus, 3 : 1).
@Suite struct ColourTests {
    private let light: [String: String]
    private let dark: [String: String]

    init() throws {
        let text = try String(contentsOf: SourceTree.root.appending(path: "Shared/Pages/Static/app.css"), encoding: .utf8)
        let blocks = text.matches(of: /:root \{([^}]+)\}/).map { block in
            Dictionary(block.1.matches(of: /--([a-z-]+): (#[0-9a-f]{6});/).map { (String($0.1), String($0.2)) }) { $1 }
        }
        light = blocks[0]
        dark = blocks[0].merging(blocks[1]) { $1 }
    }

    @Test(arguments: [
        ("ink", "paper"), ("ink", "sheet"), ("ink", "sunk"), ("soft", "paper"), ("soft", "sheet"), ("soft", "sunk"), ("link", "paper"),
        ("link", "sheet"), ("link", "sunk"), ("on-brand", "brand"), ("on-brand", "brand-deep"), ("paper", "link"), ("paper", "link-hover"),
        ("paper", "bad"),
        ("bad", "paper"), ("bad", "sheet"), ("info", "info-wash"), ("good", "good-wash"), ("attention", "attention-wash"),
        ("bad", "bad-wash"),
        ("ink", "quiet-wash"), ("ink", "info-wash"), ("ink", "good-wash"), ("ink", "attention-wash"), ("ink", "bad-wash"),
        ("link", "attention-wash"), ("link", "bad-wash"),
    ])
    func textCanBeRead(_ text: String, _ ground: String) throws {
        for theme in [light, dark] {
            #expect(try contrast(theme, text, ground) >= 4.5)
        }
    }

    @Test(arguments: [("edge", "paper"), ("edge", "sheet"), ("edge", "sunk"), ("focus", "paper"), ("focus", "sheet"), ("focus", "sunk")])
    func edgesAndFocusCanBeSeen(_ edge: String, _ ground: String) throws {
        for theme in [light, dark] {
            #expect(try contrast(theme, edge, ground) >= 3)
        }
    }

    private func contrast(_ theme: [String: String], _ first: String, _ second: String) throws -> Double {
        let lights = try [first, second].map { try luminance(#require(theme[$0])) }.sorted()
        return (lights[1] + 0.05) / (lights[0] + 0.05)
    }

    private func luminance(_ colour: String) throws -> Double {
        let value = try #require(Int(colour.dropFirst(), radix: 16))
        let channels = [value >> 16, value >> 8 & 255, value & 255].map { channel in
            let share = Double(channel) / 255
            return share <= 0.04045 ? share / 12.92 : pow((share + 0.055) / 1.055, 2.4)
        }
        return 0.2126 * channels[0] + 0.7152 * channels[1] + 0.0722 * channels[2]
    }
}
