import Foundation

/// Names that hold what somebody typed, with or without its marks: "ha noi" finds "Hà Nội".
package struct NameSearch: Sendable {
    private let names: [(name: String, plain: String)]

    package init(_ names: [String]) {
        self.names = names.map { ($0, Self.plain($0)) }
    }

    /// At most `limit` names, those that begin with the text first; none for an empty text.
    package func found(_ text: String, limit: Int = 8) -> [String] {
        let text = Self.plain(text)
        guard !text.isEmpty else { return [] }
        let holding = names.filter { $0.plain.contains(text) }
        return (holding.filter { $0.plain.hasPrefix(text) } + holding.filter { !$0.plain.hasPrefix(text) }).prefix(limit).map(\.name)
    }

    private static func plain(_ text: String) -> String {
        text.trimmingCharacters(in: .whitespaces).lowercased().replacing("đ", with: "d").folding(
            options: .diacriticInsensitive, locale: nil)
    }
}
