import Mustache
package import ServiceKit

/// The sentences of one language: `{{t.key}}` in templates, `t("key")` in code.
package struct Sentences: Sendable, MustacheParent {
    package let language: Language
    private let table: [String: String]
    private let fallback: [String: String]

    init(language: Language, table: [String: String], fallback: [String: String]) {
        self.language = language
        self.table = table
        self.fallback = fallback
    }

    /// The sentence with `{name}` replaced by each of `values`. A key that no language has shows as `[key]`.
    package func callAsFunction(_ key: String, _ values: [String: String] = [:]) -> String {
        let sentence = known(key) ?? "[\(key)]"
        return values.isEmpty ? sentence : Self.fill(sentence, with: values)
    }

    /// A sentence about a number: `{count}` is the number as the language writes it; English takes `<key>_one` for one.
    package func count(_ key: String, _ count: Int, _ values: [String: String] = [:]) -> String {
        let singular = language == .en && count == 1 ? known(key + "_one") : nil
        let sentence = singular ?? self(key)
        return Self.fill(sentence, with: values.merging(["count": formats.number(count)]) { given, _ in given })
    }

    /// The sentence, or nil where neither language has the key.
    package func known(_ key: String) -> String? { table[key] ?? fallback[key] }

    /// How this language writes dates and numbers.
    package var formats: Formats { Formats(language: language) }

    package func child(named name: String) -> Any? { self(name) }

    private static func fill(_ sentence: String, with values: [String: String]) -> String {
        var filled = ""
        var rest = sentence[...]
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            let name = String(rest[rest.index(after: open)..<close])
            filled += rest[..<open]
            filled += values[name] ?? String(rest[open...close])
            rest = rest[rest.index(after: close)...]
        }
        return filled + rest
    }
}
