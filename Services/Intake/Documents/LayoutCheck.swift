import Foundation
import Rules
import ServiceKit

/// Holds a layout that people write to what a sheet of paper needs: names of fields that are known, a few elements of HTML that stand in one another,
/// and classes of the sheet's own style. Whatever could load a file, run or be hidden is refused: no address, style, script, or comment of HTML; fields
/// are always escaped.
struct LayoutCheck: Sendable {
    static let largest = 60_000
    private static let rows = "rows"
    /// With the attributes of each; every one may have a `class`.
    private static let elements: [String: Set<String>] = [
        "p": [], "h1": [], "h2": [], "h3": [], "strong": [], "em": [], "b": [], "i": [], "u": [], "del": [], "sup": [], "sub": [],
        "span": [],
        "div": [],
        "ul": [], "ol": [], "li": [], "br": [], "hr": [], "table": [], "thead": [], "tbody": [], "tr": [], "th": ["colspan", "rowspan"],
        "td": ["colspan", "rowspan"],
    ]
    private static let empty: Set<String> = ["br", "hr"]
    private static let classes: Set<String> = [
        "sign", "head", "line", "motto", "right", "left", "centre", "title", "to", "ground", "signature", "receivers", "grid", "small",
    ]

    let fields: Set<String>
    let rowFields: Set<String>
    /// The house's own pieces that a layout may include.
    let parts: Set<String>

    /// All that is wrong, in the order of the lines; empty where the layout is sound.
    func faults(in text: String) -> [LayoutFault] {
        guard text.count <= Self.largest else {
            return [
                LayoutFault(
                    line: 1,
                    message: Bilingual(
                        vi: "Mẫu dài quá \(Self.largest) ký tự.", en: "The layout is longer than \(Self.largest) characters."))
            ]
        }
        var reading = Reading(check: self, rest: text[...])
        reading.read()
        return reading.faults
    }

    private struct Reading {
        let check: LayoutCheck
        var rest: Substring
        var line = 1
        var open: [(name: String, line: Int)] = []
        var rows: Int?
        var faults: [LayoutFault] = []

        mutating func read() {
            while let character = rest.first {
                if rest.hasPrefix("{{") {
                    take(until: "}}", isTag: true)
                } else if character == "<" {
                    take(until: ">", isTag: false)
                } else {
                    if character.isNewline { line += 1 }
                    rest.removeFirst()
                }
            }
            if let rows { fail("Phần {{#rows}} chưa được đóng.", "{{#rows}} is not closed.", at: rows) }
            for element in open { fail("Thẻ <\(element.name)> chưa được đóng.", "<\(element.name)> is not closed.", at: element.line) }
        }

        /// Reads what begins here up to `end`.
        private mutating func take(until end: String, isTag: Bool) {
            let begin = line
            guard let range = rest.range(of: end) else {
                fail("Chưa đóng bằng \(end).", "It is not closed by \(end).", at: begin)
                rest = ""
                return
            }
            let inner = String(rest[..<range.lowerBound].dropFirst(isTag ? 2 : 1))
            line += inner.count(where: \.isNewline)
            rest = rest[range.upperBound...]
            if isTag { field(inner, at: begin) } else { element(inner, at: begin) }
        }

        private mutating func field(_ inner: String, at line: Int) {
            if inner.hasPrefix("!") { return }
            guard let match = inner.wholeMatch(of: /([#\/>]?)\s*([a-z0-9_-]+)\s*/) else {
                fail("{{\(inner)}} không đúng cách viết.", "{{\(inner)}} is not how a field is written.", at: line)
                return
            }
            let name = String(match.2)
            switch match.1 {
            case "#": beginRows(name, at: line)
            case "/": endRows(name, at: line)
            case ">":
                if !check.parts.contains(name) { fail("Không có phần chung “\(name)”.", "There is no piece “\(name)”.", at: line) }
            default:
                if !check.fields.contains(name), !(rows != nil && check.rowFields.contains(name)) {
                    fail("Không có trường “\(name)” ở đây.", "There is no field “\(name)” here.", at: line)
                }
            }
        }

        private mutating func beginRows(_ name: String, at line: Int) {
            if name != LayoutCheck.rows || rows != nil {
                fail("Chỉ có thể lặp {{#rows}}, không lồng nhau.", "Only {{#rows}} can be repeated, and not inside itself.", at: line)
            }
            rows = line
        }

        private mutating func endRows(_ name: String, at line: Int) {
            if name != LayoutCheck.rows || rows == nil {
                fail("{{/\(name)}} không đóng phần nào đang mở.", "{{/\(name)}} closes nothing that is open.", at: line)
            }
            rows = nil
        }

        private mutating func element(_ inner: String, at line: Int) {
            guard let match = inner.wholeMatch(of: /(\/?)([a-z0-9]+)((?:\s+[a-z]+="[^"<>{}]*")*)\s*\/?/),
                let allowed = LayoutCheck.elements[String(match.2)]
            else {
                fail("Không dùng được thẻ <\(inner)>.", "<\(inner)> is not allowed.", at: line)
                return
            }
            let name = String(match.2)
            for attribute in match.3.matches(of: /([a-z]+)="([^"]*)"/) { check(attribute.1, attribute.2, of: name, allowed, at: line) }
            if match.1 == "/" {
                close(name, at: line)
            } else if !LayoutCheck.empty.contains(name) {
                open.append((name, line))
            }
        }

        private mutating func close(_ name: String, at line: Int) {
            guard open.last?.name == name else {
                fail("Thẻ </\(name)> không đóng thẻ nào đang mở.", "</\(name)> closes nothing that is open.", at: line)
                if let index = open.lastIndex(where: { $0.name == name }) { open.removeSubrange(index...) }
                return
            }
            open.removeLast()
        }

        private mutating func check(_ name: Substring, _ value: Substring, of element: String, _ allowed: Set<String>, at line: Int) {
            if name == "class", value.split(separator: " ").allSatisfy({ LayoutCheck.classes.contains(String($0)) }) { return }
            if allowed.contains(String(name)), let number = Int(value), (1...30).contains(number) { return }
            fail(
                "Thẻ <\(element)> không dùng được \(name)=\"\(value)\".", "<\(element)> cannot have \(name)=\"\(value)\".", at: line)
        }

        private mutating func fail(_ vi: String, _ en: String, at line: Int) {
            faults.append(LayoutFault(line: line, message: Bilingual(vi: vi, en: en)))
        }
    }
}
