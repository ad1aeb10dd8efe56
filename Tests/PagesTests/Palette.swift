import Foundation
import Testing

/// The colours and rules of the style sheets, for the tests that measure them.
struct Palette {
    /// A rule: what it applies to, and what it says.
    struct Rule {
        let selector: String
        let body: String
        let isPrint: Bool
    }

    let text: String
    let rules: [Rule]
    /// The colours by name, in light and in dark.
    let schemes: [(name: String, colours: [String: String])]

    init() throws {
        let files = try SourceTree.files(in: ["Shared/Pages/Static"], endingWith: ".css").filter { !$0.path.hasSuffix("report.css") }
        let plain = files.map { ($0.path, $0.text.replacing(/\/\*[^*]*\*+(?:[^\/*][^*]*\*+)*\//, with: "")) }
        text = plain.map(\.1).joined(separator: "\n")
        rules = plain.flatMap { path, text in
            text.matches(of: /([^{};]+)\{([^{}]+)\}/).map {
                Rule(
                    selector: $0.1.trimmingCharacters(in: .whitespacesAndNewlines), body: String($0.2), isPrint: path.hasSuffix("print.css")
                )
            }
        }
        let blocks = rules.filter { $0.selector.hasSuffix(":root") && !$0.isPrint }.map { rule in
            Dictionary(rule.body.matches(of: /--([a-z-]+): (#[0-9a-f]{6});/).map { (String($0.1), String($0.2)) }) { $1 }
        }
        let light = try #require(blocks.first)
        schemes = [("light", light), ("dark", light.merging(try #require(blocks.dropFirst().first)) { $1 })]
    }

    /// The ratio of two colours, from 1 to 21 (WCAG 2.2, "contrast ratio").
    static func contrast(_ colours: [String: String], _ first: String, _ second: String) throws -> Double {
        let lights = try [first, second].map { try luminance(#require(colours[$0], "--\($0)")) }.sorted()
        return (lights[1] + 0.05) / (lights[0] + 0.05)
    }

    private static func luminance(_ colour: String) throws -> Double {
        let value = try #require(Int(colour.dropFirst(), radix: 16))
        let channels = [value >> 16, value >> 8 & 255, value & 255].map { channel in
            let share = Double(channel) / 255
            return share <= 0.04045 ? share / 12.92 : pow((share + 0.055) / 1.055, 2.4)
        }
        return 0.2126 * channels[0] + 0.7152 * channels[1] + 0.0722 * channels[2]
    }
}
