import Foundation
import Models
import Yams

/// One value of a pack file and where it stands, so that every error can name its place.
struct PackValue {
    let node: Node
    let file: String
    let key: String

    func text() throws -> String {
        guard case .scalar(let scalar) = node, !scalar.string.isEmpty else {
            throw error("a text is expected", "Write a text of at least one character, in quotes where it holds a colon.")
        }
        return scalar.string
    }

    func integer() throws -> Int {
        guard let number = Int(try text()) else { throw error("\(try text()) is not a whole number", "Write digits only.") }
        return number
    }

    /// Digits with at most one point: `0.38`.
    func decimal() throws -> Decimal {
        let text = try text()
        guard text.wholeMatch(of: /[0-9]+(\.[0-9]+)?/) != nil, let number = Decimal(string: text) else {
            throw error("\(text) is not a number", "Write digits with a point before the decimals.")
        }
        return number
    }

    func bool() throws -> Bool {
        switch try text() {
        case "true": true
        case "false": false
        default: throw error("\(try text()) is neither true nor false", "Write true or false.")
        }
    }

    func date() throws -> LegalDate {
        guard let date = LegalDate(try text()) else {
            throw error("\(try text()) is not a date", "Write a day of the calendar as YYYY-MM-DD.")
        }
        return date
    }

    func localized() throws -> LocalizedText {
        try entry { LocalizedText(vi: try $0.text("vi"), en: try $0.text("en")) }
    }

    /// One of the raw values of `Choice`.
    func choice<Choice: RawRepresentable & CaseIterable>(_: Choice.Type = Choice.self) throws -> Choice where Choice.RawValue == String {
        guard let choice = Choice(rawValue: try text()) else {
            let known = Choice.allCases.map(\.rawValue).joined(separator: ", ")
            throw error("\(try text()) is not known here", "Use one of: \(known).")
        }
        return choice
    }

    func list<Element>(_ read: (PackValue) throws -> Element) throws -> [Element] {
        guard case .sequence(let sequence) = node else { throw error("a list is expected", "Write [a, b] or lines that begin with “- ”.") }
        return try sequence.enumerated().map { index, node in
            try read(PackValue(node: node, file: file, key: "\(key)[\(index)]"))
        }
    }

    /// Reads a mapping; keys that `read` did not ask for are errors, so that a slip of the pen never loosens a rule.
    func entry<Content>(_ read: (inout PackEntry) throws -> Content) throws -> Content {
        var entry = try PackEntry(self)
        let content = try read(&entry)
        try entry.finish()
        return content
    }

    /// A list of mappings.
    func entries<Content>(_ read: (inout PackEntry) throws -> Content) throws -> [Content] {
        try list { try $0.entry(read) }
    }

    func error(_ problem: String, _ advice: String) -> PackError {
        PackError(file: file, line: node.mark?.line, key: key, problem: problem, advice: advice)
    }
}
